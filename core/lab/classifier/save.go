package classifier

import (
	"fmt"
	"io"

	"nearspace/core/lab"
)

// What a save has of the search for settings.
const (
	noSearch = iota
	searchUnderWay
	searchDone
)

// Save implements lab.Run.
func (r *run) Save(w io.Writer) error {
	if r.training == nil || r.saved != nil || r.course.Reads() != nil {
		return lab.ErrNotReady
	}
	return r.course.SaveRun(w, "classifier", r.setup, r.report, func(w io.Writer) error {
		search := byte(noSearch)
		switch {
		case r.tuning != nil && r.tuning.done:
			search = searchDone
		case r.tuning != nil:
			search = searchUnderWay
		}
		_, err := w.Write([]byte{search})
		if err == nil && r.tuning != nil {
			err = r.tuning.save(w)
		}
		if err == nil && search != searchUnderWay {
			err = r.texts.Save(w)
		}
		return err
	})
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if err := r.course.LoadRun(from, "classifier", r.setup, r.coming == nil, &r.report); err != nil {
		return err
	}
	r.saved = from
	return nil
}

// loadBefore reads what comes before the model.
func (r *run) loadBefore() error {
	var search [1]byte
	if _, err := io.ReadFull(r.saved, search[:]); err != nil {
		return err
	}
	switch search[0] {
	case noSearch:
		return nil
	case searchUnderWay:
		from := r.saved
		r.saved = nil
		return r.loadTuning(from, false)
	case searchDone:
		if err := r.loadTuning(r.saved, true); err != nil {
			return err
		}
		r.takeBest()
		return nil
	}
	return fmt.Errorf("a search for settings of kind %d", search[0])
}
