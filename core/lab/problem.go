package lab

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"nearspace/core/cluster"
	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/fasttext"
	"nearspace/core/format"
	"nearspace/core/glove"
	"nearspace/core/measure"
	"nearspace/core/project"
	"nearspace/core/space"
)

// A Problem is an error as a page phrases it in its reader's language: a code of
// Codes and the arguments for the phrase's blanks.
type Problem struct {
	Code string
	Args map[string]string
}

// Codes lists the codes and the arguments of each.
var Codes = map[string][]string{
	"parameterRange":    {"name", "value", "min", "max"},
	"parameterChoice":   {"name", "value", "choices"},
	"parameterFixed":    {"name"},
	"parameterConflict": {"name", "value", "otherName", "otherValue"},
	"settingRange":      {"name", "value", "min", "max"},
	"settingChoice":     {"name", "value", "choices"},
	"unknown":           {"what", "id"},
	"absent":            {"what", "id"},
	"argumentMissing":   {"name"},
	"argumentNumber":    {"name", "value", "min", "max"},
	"notText":           {"line", "byte", "got"},
	"tooFewWords":       {"words", "tokens", "minCount"},
	"damagedGzip":       {"byte"},
	"noColumn":          {"column", "line", "got"},
	"emptyCell":         {"line", "column"},
	"noNumber":          {"line", "column", "got"},
	"wrongCells":        {"line", "got", "want"},
	"openQuote":         {"line"},
	"oneLabel":          {"label"},
	"tooLarge":          {"bytes", "max"},
	"empty":             {},
	"unknownLabels":     {"labels", "suggestions"},
	"expression":        {"position", "want", "got"},
	"notFinite":         {"row", "column"},
	"rowOutside":        {"row", "rows"},
	"noDirection":       {},
	"noPath":            {},
	"noRows":            {},
	"oneSpace":          {},
	"notReady":          {},
	"noVector":          {},
	"noPlace":           {"dim", "want"},
	"otherSave":         {"field", "got", "want"},
	"damagedSave":       {"detail"},
	"field":             {"path", "want", "got"},
	"network":           {"url", "detail"},
	"cancelled":         {},
	"badVectors":        {"format", "line", "byte", "want", "got"},
	"unknownVectors":    {},
	"pickle":            {"script"},
	"whichArray":        {"name", "arrays"},
	"arrayType":         {"array", "type", "want"},
	"rowTooLarge":       {"need", "max"},
	"badModel":          {"byte", "part", "detail"},
	"badTest":           {"line", "want", "got"},
	"rowNotFinite":      {"row", "label"},
	"notWritten":        {"format", "precision"},
	"badMetadata":       {"line", "byte", "want", "got"},
	"noJoin":            {"rows", "vectors"},
	"noMerge":           {"column", "first", "second"},
	"notPut":            {"row", "column", "want", "got"},
	"unexpected":        {"detail"},
}

// ProblemOf returns the problem that an error of the engine is.
func ProblemOf(err error) Problem {
	itoa := func(n int) string { return strconv.Itoa(n) }
	ftoa := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	var (
		param      *ParamError
		fixed      *FixedParamError
		conflict   *ConflictError
		unknown    *UnknownError
		absent     *AbsentError
		argument   *ArgumentError
		other      *OtherSaveError
		damaged    *DamagedSaveError
		text       *corpus.TextError
		few        *corpus.TooFewWordsError
		gzip       *dataset.GzipError
		column     *dataset.ColumnError
		cell       *dataset.CellError
		fields     *dataset.FieldsError
		quote      *dataset.QuoteError
		single     *dataset.OneLabelError
		size       *dataset.SizeError
		labels     *space.UnknownLabelError
		expression *space.ExpressionError
		value      *project.ValueError
		setting    *project.SettingError
		place      *project.PlaceError
		groups     *cluster.SettingError
		row        *embedding.RangeError
		memory     *glove.MemoryError
		network    *fs.PathError
	)
	if ofFile != nil {
		if p, ok := ofFile(err); ok {
			return p
		}
	}
	switch {
	case errors.As(err, &param) && param.Choices != nil:
		return Problem{"parameterChoice", map[string]string{"name": param.Name, "value": param.Value, "choices": strings.Join(param.Choices, ", ")}}
	case errors.As(err, &param):
		return Problem{"parameterRange", map[string]string{"name": param.Name, "value": param.Value, "min": ftoa(param.Min), "max": ftoa(param.Max)}}
	case errors.As(err, &fixed):
		return Problem{"parameterFixed", map[string]string{"name": fixed.Name}}
	case errors.As(err, &conflict):
		return Problem{"parameterConflict", map[string]string{"name": conflict.Name, "value": conflict.Value, "otherName": conflict.OtherName, "otherValue": conflict.OtherValue}}
	case errors.As(err, &unknown):
		return Problem{"unknown", map[string]string{"what": unknown.What, "id": unknown.ID}}
	case errors.As(err, &absent) && ofFile != nil: // what has all knows of no other that might
		return Problem{"unknown", map[string]string{"what": absent.What, "id": absent.ID}}
	case errors.As(err, &absent):
		return Problem{"absent", map[string]string{"what": absent.What, "id": absent.ID}}
	case errors.As(err, &argument) && argument.Value == "":
		return Problem{"argumentMissing", map[string]string{"name": argument.Name}}
	case errors.As(err, &argument):
		return Problem{"argumentNumber", map[string]string{"name": argument.Name, "value": argument.Value, "min": ftoa(argument.Min), "max": ftoa(argument.Max)}}
	case errors.As(err, &other):
		return Problem{"otherSave", map[string]string{"field": other.Field, "got": other.Got, "want": other.Want}}
	case errors.As(err, &damaged):
		return Problem{"damagedSave", map[string]string{"detail": damaged.Err.Error()}}
	case errors.As(err, &text):
		return Problem{"notText", map[string]string{"line": itoa(text.Line), "byte": strconv.FormatInt(text.Byte, 10), "got": "0x" + strconv.FormatInt(int64(text.Got), 16)}}
	case errors.As(err, &few):
		return Problem{"tooFewWords", map[string]string{"words": itoa(few.Words), "tokens": strconv.FormatInt(few.Tokens, 10), "minCount": itoa(few.MinCount)}}
	case errors.As(err, &gzip):
		return Problem{"damagedGzip", map[string]string{"byte": strconv.FormatInt(gzip.Byte, 10)}}
	case errors.As(err, &column):
		return Problem{"noColumn", map[string]string{"column": column.Column, "line": itoa(column.Line), "got": itoa(column.Got)}}
	case errors.As(err, &cell) && cell.Got == "":
		return Problem{"emptyCell", map[string]string{"line": itoa(cell.Line), "column": cell.Column}}
	case errors.As(err, &cell):
		return Problem{"noNumber", map[string]string{"line": itoa(cell.Line), "column": cell.Column, "got": cell.Got}}
	case errors.As(err, &fields):
		return Problem{"wrongCells", map[string]string{"line": itoa(fields.Line), "got": itoa(fields.Got), "want": itoa(fields.Want)}}
	case errors.As(err, &quote):
		return Problem{"openQuote", map[string]string{"line": itoa(quote.Line)}}
	case errors.As(err, &single):
		return Problem{"oneLabel", map[string]string{"label": single.Label}}
	case errors.As(err, &size) && size.Bytes == 0:
		return Problem{"empty", nil}
	case errors.As(err, &size):
		return Problem{"tooLarge", map[string]string{"bytes": strconv.FormatInt(size.Bytes, 10), "max": strconv.FormatInt(size.Max, 10)}}
	case errors.As(err, &labels):
		return Problem{"unknownLabels", map[string]string{"labels": strings.Join(labels.Labels, ", "), "suggestions": joinSuggestions(labels.Suggestions)}}
	case errors.As(err, &expression):
		return Problem{"expression", map[string]string{"position": itoa(expression.Position), "want": expression.Want, "got": expression.Got}}
	case errors.As(err, &value):
		return Problem{"notFinite", map[string]string{"row": itoa(value.Row), "column": itoa(value.Column)}}
	case errors.As(err, &setting) && setting.Choices != nil:
		return Problem{"settingChoice", map[string]string{"name": setting.Name, "value": setting.Value, "choices": strings.Join(setting.Choices, ", ")}}
	case errors.As(err, &setting):
		return Problem{"settingRange", map[string]string{"name": setting.Name, "value": setting.Value, "min": ftoa(setting.Min), "max": ftoa(setting.Max)}}
	case errors.As(err, &place) && place.Shown:
		return Problem{"noPlace", map[string]string{"dim": itoa(place.Dim), "want": itoa(place.Want)}}
	case errors.As(err, &place):
		return Problem{"notReady", nil}
	case errors.As(err, &groups):
		return Problem{"settingRange", map[string]string{"name": groups.Name, "value": ftoa(groups.Value), "min": ftoa(groups.Min), "max": ftoa(groups.Max)}}
	case errors.As(err, &row):
		return Problem{"rowOutside", map[string]string{"row": itoa(row.ID), "rows": itoa(row.Rows)}}
	case errors.As(err, &memory): // of so many words, or fewer, the counts may fit
		return Problem{"parameterRange", map[string]string{"name": "maxWords", "value": itoa(memory.Of), "min": "2", "max": itoa(memory.Words)}}
	case errors.As(err, &network):
		return Problem{"network", map[string]string{"url": network.Path, "detail": network.Err.Error()}}
	case errors.Is(err, space.ErrNoDirection):
		return Problem{"noDirection", nil}
	case errors.Is(err, space.ErrNoPath):
		return Problem{"noPath", nil}
	case errors.Is(err, ErrNoRows):
		return Problem{"noRows", nil}
	case errors.Is(err, ErrOneSpace):
		return Problem{"oneSpace", nil}
	case errors.Is(err, ErrNotReady):
		return Problem{"notReady", nil}
	case errors.Is(err, ErrNoVector):
		return Problem{"noVector", nil}
	case errors.Is(err, ErrCancelled):
		return Problem{"cancelled", nil}
	}
	return Problem{"unexpected", map[string]string{"detail": err.Error()}}
}

// problemOfFile returns the problem that an error of a file of vectors, or of
// words to test them by, is.
func problemOfFile(err error) (p Problem, ok bool) {
	itoa := func(n int64) string { return strconv.FormatInt(n, 10) }
	var (
		syntax *format.SyntaxError
		other  *format.UnknownError
		pickle *format.PickleError
		array  *format.ArrayError
		kind   *format.TypeError
		memory *format.MemoryError
		value  *format.ValueError
		write  *format.WriteError
		model  *fasttext.FileError
		test   *measure.LineError
		join   *format.JoinError
		put    *space.PutError
		merge  *space.MergeError
	)
	switch {
	case errors.As(err, &syntax) && syntax.Format == format.MetadataFormat:
		return Problem{"badMetadata", map[string]string{"line": itoa(int64(syntax.Line)), "byte": itoa(syntax.Byte), "want": syntax.Want, "got": syntax.Got}}, true
	case errors.As(err, &join):
		return Problem{"noJoin", map[string]string{"rows": itoa(int64(join.Rows)), "vectors": itoa(int64(join.Vectors))}}, true
	case errors.As(err, &merge):
		return Problem{"noMerge", map[string]string{"column": merge.Column, "first": itoa(int64(merge.Dims[0])), "second": itoa(int64(merge.Dims[1]))}}, true
	case errors.As(err, &put):
		return Problem{"notPut", map[string]string{"row": itoa(int64(put.Row)), "column": put.Column, "want": put.Want, "got": put.Got}}, true
	case errors.As(err, &syntax):
		return Problem{"badVectors", map[string]string{"format": string(syntax.Format), "line": itoa(int64(syntax.Line)), "byte": itoa(syntax.Byte), "want": syntax.Want, "got": syntax.Got}}, true
	case errors.As(err, &other):
		return Problem{"unknownVectors", nil}, true
	case errors.As(err, &pickle):
		return Problem{"pickle", map[string]string{"script": pickle.Script}}, true
	case errors.As(err, &array):
		return Problem{"whichArray", map[string]string{"name": array.Name, "arrays": array.List()}}, true
	case errors.As(err, &kind):
		return Problem{"arrayType", map[string]string{"array": kind.Array, "type": kind.Type, "want": kind.Want}}, true
	case errors.As(err, &memory):
		return Problem{"rowTooLarge", map[string]string{"need": itoa(memory.Need), "max": itoa(memory.Max)}}, true
	case errors.As(err, &value):
		return Problem{"rowNotFinite", map[string]string{"row": itoa(int64(value.Row)), "label": value.Label}}, true
	case errors.As(err, &write):
		return Problem{"notWritten", map[string]string{"format": string(write.Format), "precision": string(write.Precision)}}, true
	case errors.As(err, &model):
		return Problem{"badModel", map[string]string{"byte": itoa(model.Byte), "part": model.Part, "detail": model.Err.Error()}}, true
	case errors.As(err, &test):
		return Problem{"badTest", map[string]string{"line": itoa(int64(test.Line)), "want": test.Want, "got": test.Got}}, true
	}
	return Problem{}, false
}

func joinSuggestions(lists [][]string) string {
	var all []string
	for _, l := range lists {
		all = append(all, l...)
	}
	return strings.Join(all, ", ")
}

// ErrNotReady says that a run has not learnt anything yet that could be asked.
var ErrNotReady = errors.New("the data has not been read yet")

// ErrCancelled is what a Pace returns when the work is no longer wanted.
var ErrCancelled = errors.New("cancelled")

// A FixedParamError names a parameter that may not change during a run.
type FixedParamError struct{ Name string }

func (e *FixedParamError) Error() string {
	return "parameter " + e.Name + " cannot change during a run"
}
