import type { tests as en } from "./en.tests";

export const tests: typeof en = {
	choose: "选择或拖入这样的文件",
	builtIn: "改用内置的",
	missing: "此文件不在这里，请重新选择。",
};
