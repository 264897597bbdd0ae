package lab

import "fmt"

var registry []Lab

// Register adds a lab; packages of labs call it from init. A second lab of the
// same id is a programming error and panics.
func Register(l Lab) {
	id := l.Describe().ID
	if _, err := Find(id); err == nil {
		panic(fmt.Sprintf("lab: %q is registered twice", id))
	}
	registry = append(registry, l)
}

// All returns the labs in the order of their registration.
func All() []Lab { return registry }

// Find returns the lab with the id.
func Find(id string) (Lab, error) {
	for _, l := range registry {
		if l.Describe().ID == id {
			return l, nil
		}
	}
	return nil, &AbsentError{What: "lab", ID: id}
}

// UnknownError says that something named in a request does not exist.
type UnknownError struct {
	What string // lab, question, argument, space, row …
	ID   string
}

func (e *UnknownError) Error() string { return fmt.Sprintf("there is no %s %q", e.What, e.ID) }

// An AbsentError says that this program has not the code for what is asked of it;
// another may.
type AbsentError struct {
	What string // lab, family, question, map, op
	ID   string
}

func (e *AbsentError) Error() string { return fmt.Sprintf("this program has no %s %q", e.What, e.ID) }
