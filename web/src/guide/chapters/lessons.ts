import { attempt, both, same, table, text, type Chapter } from "../chapter";

export const lessons: Chapter = {
	id: "lessons",
	title: both("Teaching with it", "用于教学"),
	labs: ["layer", "words"],
	pages: [
		{
			id: "links",
			title: both("A link holds everything", "链接包含一切"),
			parts: [
				text(
					"The address holds lab, data, parameters, seed, step and view, and the page of this guide. Whoever opens it gets the same run, trained up to that step on their own machine; nothing is sent. The same seed gives the same numbers.",
					"地址包含实验、数据、参数、随机种子、步数、视图，以及本指南的页。打开它的人会在自己的机器上得到同一次运行，训练到那一步；不会发送任何内容。种子相同，数字就相同。",
				),
				text(
					"For a lesson, add `&hide=` and the names of what is not needed, with commas between:",
					"上课时，可在末尾加 `&hide=`，写上不需要的部分，以逗号分隔：",
				),
				table(
					[both("name", "名称"), both("hides", "隐藏")],
					[same("bar"), both("the bar at the top", "顶栏")],
					[same("setup"), both("data and parameters", "数据与参数")],
					[same("ask"), both("the questions", "提问")],
					[same("inside"), both("the look inside", "看内部")],
					[same("guide"), both("this guide", "本指南")],
					[same("run"), both("play, pause, step, reset", "开始、暂停、单步、重来")],
				),
				text(
					"`#lab=layer&data=colors&step=50&guide=forward&hide=bar,ask` opens the trained layer beside the page on the lookup, without the rest.",
					"`#lab=layer&data=colors&step=50&guide=forward&hide=bar,ask` 会打开训练过的嵌入层，旁边是讲查表的一页，不显示其余部分。",
				),
				attempt(
					"A state to share", "一个可分享的状态",
					"lab=layer&data=colors&p.dim=8&seed=1&step=50&inside=0&stage=lookup", "inside",
				),
			],
		},
	],
};
