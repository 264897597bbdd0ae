package scene

// A look is how a row is drawn.
type look uint8

const (
	plain  look = iota
	lit         // chosen: over the others, which may be dimmed
	hidden      // neither drawn nor picked nor labelled
)

// look returns that of a row.
func (p *Points) look(row int) look {
	if row < len(p.looks) {
		return p.looks[row]
	}
	return plain
}

// A Shown says which rows are on the map at all.
type Shown struct {
	Only   *Set // these alone, if it is not nil
	Hidden Set  // not these
	Off    Set  // nor these, which the page's legend has switched off
}

// has reports whether a row is shown.
func (s *Shown) has(row int) bool {
	return !s.Hidden.Has(row) && !s.Off.Has(row) && (s.Only == nil || s.Only.Has(row))
}

func (s *Shown) all() bool {
	return s.Only == nil && len(s.Hidden.words) == 0 && len(s.Off.words) == 0
}

// relook finds out how each row is drawn.
func (m *Map) relook() {
	p := &m.Points
	m.change()
	m.contoursOld, m.overviewOld = true, true
	p.index, p.sight.valid = nil, false
	p.looks, m.lit = p.looks[:0], false
	if m.shown.all() && len(m.selection.words) == 0 && len(m.highlighted.words) == 0 {
		return
	}
	for row := range p.Len() {
		look := plain
		switch {
		case !m.shown.has(row):
			look = hidden
		case m.selection.Has(row) || m.highlighted.Has(row):
			look, m.lit = lit, true
		}
		p.looks = append(p.looks, look)
	}
}

// Selection returns the chosen rows.
func (m *Map) Selection() Set { return m.selection }

// SetSelection chooses rows, in place of those chosen before or beside them.
func (m *Map) SetSelection(rows Set, how Change) {
	m.selection = m.selection.Changed(rows, how)
	m.selections++
	m.relook()
}

// SelectInside chooses the rows that are shown inside a polygon on the screen.
func (m *Map) SelectInside(p Polygon, how Change) { m.SetSelection(m.Inside(p), how) }

// InvertSelection chooses the rows that are shown and not chosen, and no others.
func (m *Map) InvertSelection() {
	var rows Set
	for row := range m.Points.Len() {
		if m.Points.look(row) != hidden && !m.selection.Has(row) {
			rows.Add(row)
		}
	}
	m.SetSelection(rows, Replace)
}

// Selections counts the changes of the selection.
func (m *Map) Selections() int { return m.selections }

// Inside returns the rows that are shown and whose middle is inside a polygon on
// the screen.
func (m *Map) Inside(polygon Polygon) Set {
	var rows Set
	cut := newCutter(polygon)
	p, c := &m.Points, &m.Camera
	if p.inSpace(c) {
		s := p.seenBy(c)
		for row := range s.x {
			if s.near[row] > 0 && cut.has(float64(s.x[row]), float64(s.y[row])) {
				rows.Add(row)
			}
		}
		return rows
	}
	scale := c.Scale()
	left, top, _ := c.Screen(0, 0, 0)
	for row := range p.Len() {
		if cut.has(left+float64(p.at.x[row])*scale, top-float64(p.at.y[row])*scale) && p.look(row) != hidden {
			rows.Add(row)
		}
	}
	return rows
}

// Shown returns which rows are on the map.
func (m *Map) Shown() Shown { return m.shown }

// Show puts rows on the map and takes others off it.
func (m *Map) Show(rows Shown) {
	m.shown = rows
	m.relook()
}

// Isolate leaves only these rows on the map, less those that are hidden anyway.
func (m *Map) Isolate(rows Set) {
	only := rows.Changed(Set{}, Add)
	m.shown.Only = &only
	m.relook()
}

// Hide takes rows off the map, with those that were hidden before, and out of the
// selection.
func (m *Map) Hide(rows Set) {
	m.shown.Hidden = m.shown.Hidden.Changed(rows, Add)
	m.SetSelection(rows, Remove)
}

// ShowAll undoes Isolate and Hide.
func (m *Map) ShowAll() {
	m.shown.Only, m.shown.Hidden = nil, Set{}
	m.relook()
}
