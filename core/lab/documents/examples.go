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
}
