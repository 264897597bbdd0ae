package lab

import (
	"encoding/binary"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// SaveVersion grows when older saves can no longer be read.
const SaveVersion = 4

// Build names the program that writes a save; the linker sets it.
var Build = "development"

const saveMagic = "nearspace save\n"

// A SaveHeader begins every save and says what it belongs to.
type SaveHeader struct {
	Version uint32
	Build   string
	Lab     string
	Data    string // its hash, and those of further files
	Seed    uint64
	Params  string // as Spell writes those that may not change during a run
}

// An OtherSaveError says that a save belongs to another setup.
type OtherSaveError struct{ Field, Got, Want string }

func (e *OtherSaveError) Error() string {
	return fmt.Sprintf("the save is of %s %q, not %q", e.Field, e.Got, e.Want)
}

// A DamagedSaveError says that bytes are no save, or not all of one.
type DamagedSaveError struct{ Err error }

func (e *DamagedSaveError) Error() string { return fmt.Sprintf("the save is damaged: %v", e.Err) }

func (e *DamagedSaveError) Unwrap() error { return e.Err }

// HeaderOf returns the header of saves of a setup.
func HeaderOf(labID string, s Setup) SaveHeader {
	data := s.Data.Hash
	v := reflect.ValueOf(s.Params).Elem()
	for _, f := range s.Params.Fields() {
		if f.File == "" || f.Later {
			continue
		}
		if file, err := s.File(byName(v, f.Name).String()); err == nil {
			data += " " + file.Hash
		}
	}
	return SaveHeader{SaveVersion, Build, labID, data, s.Seed, Spell(s.Params)}
}

// Write writes the header.
func (h SaveHeader) Write(w io.Writer) error {
	b := []byte(saveMagic)
	b = binary.LittleEndian.AppendUint32(b, h.Version)
	b = binary.LittleEndian.AppendUint64(b, h.Seed)
	for _, s := range []string{h.Build, h.Lab, h.Data, h.Params} {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	_, err := w.Write(b)
	return err
}

// CheckHeader reads a header and returns whether what follows continues a run of
// the setup that h is the header of. The build may differ: then the run goes on,
// but its last bits may.
func (h SaveHeader) CheckHeader(r io.Reader) error {
	var got SaveHeader
	start := make([]byte, len(saveMagic)+12)
	if _, err := io.ReadFull(r, start); err != nil {
		return &DamagedSaveError{err}
	}
	if string(start[:len(saveMagic)]) != saveMagic {
		return &DamagedSaveError{fmt.Errorf("it does not begin with %q", saveMagic)}
	}
	got.Version = binary.LittleEndian.Uint32(start[len(saveMagic):])
	got.Seed = binary.LittleEndian.Uint64(start[len(saveMagic)+4:])
	for _, s := range []*string{&got.Build, &got.Lab, &got.Data, &got.Params} {
		var size [4]byte
		if _, err := io.ReadFull(r, size[:]); err != nil {
			return &DamagedSaveError{err}
		}
		n := binary.LittleEndian.Uint32(size[:])
		if n > 1<<16 {
			return &DamagedSaveError{fmt.Errorf("a text of %d bytes in its header", n)}
		}
		text := make([]byte, n)
		if _, err := io.ReadFull(r, text); err != nil {
			return &DamagedSaveError{err}
		}
		*s = string(text)
	}
	for _, f := range []struct{ field, got, want string }{
		{"version", fmt.Sprint(got.Version), fmt.Sprint(h.Version)},
		{"lab", got.Lab, h.Lab},
		{"data", got.Data, h.Data},
		{"seed", fmt.Sprint(got.Seed), fmt.Sprint(h.Seed)},
		{"parameters", got.Params, h.Params},
	} {
		if f.got != f.want {
			return &OtherSaveError{f.field, f.got, f.want}
		}
	}
	return nil
}

// SaveRun writes the save of a run: its header, its last report and its model's
// state.
func SaveRun(w io.Writer, labID string, s Setup, report Report, model func(io.Writer) error) error {
	err := HeaderOf(labID, s).Write(w)
	if err == nil {
		err = report.Save(w)
	}
	if err == nil {
		err = model(w)
	}
	if err != nil {
		return fmt.Errorf("save %s: %w", labID, err)
	}
	return nil
}

// LoadRun reads what SaveRun wrote up to the model's state, for a run that has not
// begun.
func LoadRun(from io.Reader, labID string, s Setup, begun bool, report *Report) error {
	if begun {
		return fmt.Errorf("%s: a run that has begun cannot load a save", labID)
	}
	err := HeaderOf(labID, s).CheckHeader(from)
	if err == nil {
		err = report.Load(from)
	}
	if err != nil {
		return fmt.Errorf("load %s: %w", labID, err)
	}
	return nil
}

// Spell writes the parameters that may not change during a run, as
// "dim=100 window=5". What a run comes to later is not among them: a save goes on
// to whatever that is now.
func Spell(p Params) string {
	var parts []string
	v := reflect.ValueOf(p).Elem()
	for _, f := range p.Fields() {
		if !f.Live && !f.Later {
			parts = append(parts, fmt.Sprintf("%s=%v", f.Name, byName(v, f.Name).Interface()))
		}
	}
	return strings.Join(parts, " ")
}

// Change gives a run the parameters next, once check has found nothing wrong with
// them and they differ from those it has only in what may change meanwhile.
func Change[P any](labID string, params *P, next Params, check func(*P) error) error {
	p, ok := any(next).(*P)
	if !ok {
		return fmt.Errorf("%s: parameters of another lab: %T", labID, next)
	}
	err := check(p)
	if err == nil {
		err = CheckFixed(any(params).(Params), next)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", labID, err)
	}
	*params = *p
	return nil
}

// CheckFixed returns a *FixedParamError for the first parameter that may not
// change during a run but differs between two.
func CheckFixed(old, new Params) error {
	a, b := reflect.ValueOf(old).Elem(), reflect.ValueOf(new).Elem()
	for _, f := range old.Fields() {
		if !f.Live && byName(a, f.Name).Interface() != byName(b, f.Name).Interface() {
			return &FixedParamError{f.Name}
		}
	}
	return nil
}
