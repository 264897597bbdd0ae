package lab

import (
	"fmt"
	"math"
	"reflect"
)

// Params is a pointer to a struct of parameters. The struct's fields are bool,
// int, float64 or string, each described by the Field with the same Name.
type Params interface {
	Fields() []Field
}

// A Field describes one parameter: how it is shown, what it may be, what it does.
type Field struct {
	Name    string   `json:"name"` // of the struct's field, in its json tag's spelling
	Title   Text     `json:"title"`
	Help    Text     `json:"help"`
	Unit    Text     `json:"unit"`
	Min     float64  `json:"min"` // of a number
	Max     float64  `json:"max"`
	Step    float64  `json:"step"`  // between neighbouring values
	Log     bool     `json:"log"`   // a slider that moves by factors
	Live    bool     `json:"live"`  // may change during a run
	Basic   bool     `json:"basic"` // shown at once; others under "more"
	Choices []Choice `json:"choices"`
	File    string   `json:"file"`   // a kind of data: the value is the ID of data of that kind, or empty
	Arrays  bool     `json:"arrays"` // a place, from 1, among the arrays of the data's file; 0: the lab chooses
	Later   bool     `json:"later"`  // of a File that a run comes to when all else is done
	When    []When   `json:"when"`   // conditions under which it counts; none: always
}

// When says that a field counts if another parameter has one of some values.
type When struct {
	Name   string   `json:"name"`
	Values []string `json:"values"` // none: any but 0, false and the empty text
}

// A Choice is one value of a string parameter or argument. With names values of
// other parameters that go with it: a form sets them where they were not changed.
type Choice struct {
	Value string            `json:"value"`
	Title Text              `json:"title"`
	With  map[string]string `json:"with"`
}

// A ParamError names the parameter, what stood there and what may.
type ParamError struct {
	Name     string
	Value    string
	Min, Max float64
	Choices  []string // of a string parameter
}

func (e *ParamError) Error() string {
	if e.Choices != nil {
		return fmt.Sprintf("parameter %s: %q is none of %q", e.Name, e.Value, e.Choices)
	}
	return fmt.Sprintf("parameter %s: %s is outside %v to %v", e.Name, e.Value, e.Min, e.Max)
}

// A ConflictError names two settings that do not go together.
type ConflictError struct {
	Name, Value           string
	OtherName, OtherValue string
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("parameter %s cannot be %s while %s is %s", e.Name, e.Value, e.OtherName, e.OtherValue)
}

// Check reports the first parameter that is outside its field's range, as a
// *ParamError.
func Check(p Params) error {
	v := reflect.ValueOf(p).Elem()
	for _, f := range p.Fields() {
		x := byName(v, f.Name)
		var number float64
		switch x.Kind() {
		case reflect.Bool:
			continue
		case reflect.Int:
			number = float64(x.Int())
		case reflect.Float64:
			number = x.Float()
		case reflect.String:
			if f.File != "" {
				continue
			}
			if err := checkChoice(f, x.String()); err != nil {
				return err
			}
			continue
		}
		if math.IsNaN(number) || number < f.Min || number > f.Max {
			return &ParamError{Name: f.Name, Value: fmt.Sprint(x.Interface()), Min: f.Min, Max: f.Max}
		}
	}
	return nil
}

func checkChoice(f Field, value string) error {
	values := make([]string, len(f.Choices))
	for i, c := range f.Choices {
		if c.Value == value {
			return nil
		}
		values[i] = c.Value
	}
	return &ParamError{Name: f.Name, Value: value, Choices: values}
}

// byName returns the field of struct v whose json tag is name.
func byName(v reflect.Value, name string) reflect.Value {
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("json") == name {
			return v.Field(i)
		}
	}
	panic(fmt.Sprintf("lab: %v has no parameter %q", v.Type(), name))
}
