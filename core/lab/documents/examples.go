package documents

import "nearspace/core/lab"

// examples are checked by a test that trains on the data.
var examples = []lab.Example{
	{Data: "sotu", Query: lab.NewQuery("neighbors", "word", "1863 Abraham Lincoln Republican"),
		Title: lab.Text{En: "Which speeches are like Lincoln’s of 1863?", Zh: "哪些演讲像林肯 1863 年的？"}, Expect: []string{"1862 Abraham Lincoln Republican", "1864 Abraham Lincoln Republican", "1861 Abraham Lincoln Republican"}},
	{Data: "sotu", Query: lab.NewQuery("about", "expression", "soviet"),
		Title: lab.Text{En: "Which speeches are about the Soviet Union?", Zh: "哪些演讲谈到苏联？"}, Expect: []string{"1948 Harry S Truman Democratic", "1951 Harry S Truman Democratic", "1950 Harry S Truman Democratic", "1952 Harry S Truman Democratic", "1953 Harry S Truman Democratic", "1958 Dwight D Eisenhower Republican", "1957 Dwight D Eisenhower Republican", "1985 Ronald Reagan Republican", "1980 Jimmy Carter Democratic", "1991 George Bush Republican"}},
	{Data: "sotu", Query: lab.NewQuery("infer", "text", "gold and silver coin in the treasury"),
		Title: lab.Text{En: "Which speeches are like this sentence?", Zh: "哪些演讲像这句话？"}, Expect: []string{"1867 Andrew Johnson National Union", "1868 Andrew Johnson National Union", "1877 Rutherford B Hayes Republican", "1878 Rutherford B Hayes Republican", "1885 Grover Cleveland Democratic", "1893 Grover Cleveland Democratic", "1895 Grover Cleveland Democratic", "1896 Grover Cleveland Democratic"}},
	{Data: "sotu", Query: lab.NewQuery("closer", "word", "1863 Abraham Lincoln Republican", "other", "1943 Franklin D Roosevelt Democratic"),
		Title: lab.Text{En: "Which speeches are nearer to Lincoln’s of 1863 than Roosevelt’s of 1943?", Zh: "哪些演讲比罗斯福 1943 年的更接近林肯 1863 年的？"}, Every: []string{"1864 Abraham Lincoln Republican", "1861 Abraham Lincoln Republican"}},
	{Data: "sotu", Query: lab.NewQuery("axis", "low", `"1862 Abraham Lincoln Republican" "1863 Abraham Lincoln Republican"`, "high", `"2002 George W Bush Republican" "2003 George W Bush Republican"`),
		Title: lab.Text{En: "The Civil War at one end, September 11 at the other", Zh: "一端是南北战争，另一端是“9·11”"}, Every: []string{"1875 Ulysses S Grant Republican", "2007 George W Bush Republican"}},
	{Data: "sotu", Query: lab.NewQuery("distances", "rows", `"1862 Abraham Lincoln Republican" "1863 Abraham Lincoln Republican" "1950 Harry S Truman Democratic" "1951 Harry S Truman Democratic" "2002 George W Bush Republican" "2003 George W Bush Republican"`),
		Title: lab.Text{En: "Six speeches in wartime: which are nearest?", Zh: "六篇战时演讲：哪两篇最近？"}, Every: []string{"Nearest are 2002 George W Bush Republican and 2003 George W Bush Republican"}},
}
