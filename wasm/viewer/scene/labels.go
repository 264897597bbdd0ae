package scene

// A Label is a text beside its point: the left and top of its box, in pixels.
type Label struct {
	Row       int
	Left, Top float64
	Width     float64
	Near      float64 // how much larger its point is seen than in the middle of space
}

// Opacity returns how much of a label is to be seen, from 0 to 1: less of those that
// are farther.
func (l *Label) Opacity() float64 { return min(1, max(.35, l.Near*l.Near)) }

// Labels chooses which points carry a label. Those shown stay while there is
// room for them, and a new one needs some more room than it covers: nothing
// flickers while the map moves.
type Labels struct {
	Height float64 // of every label, pixels
	Max    int     // how many at most, besides those asked for
	Margin float64 // around a new label, pixels; 0: 4
	Names  []Name  // of places, as those of clusters; the first have the right of way
	Taller float64 // by how much a name is taller than a label, up to as much again
	Tries  int     // how many points on the screen are tried at most, in one choice; 0: all

	shown  []Label
	named  []Label
	kept   []int     // rows chosen by priority
	strips [][]Label // those chosen, by strips of the screen Height tall
	taken  map[int]bool
}

// A Name is a text at a place of the world, as wide as so many pixels.
type Name struct{ X, Y, Z, Width float64 }

const (
	labelGap    = 3 // between a disc and its label, pixels
	labelMargin = 4 // around a new label, pixels
	nameMargin  = 8 // around a name, pixels

	// In space only the nearer half of the points carry labels, and one that goes
	// back keeps its own for a while.
	newNear  = .995
	keptNear = .95
)

// Choose returns the labels to show, valid until the next call: first the rows
// that are always shown, whatever they cover, then names of places, which Named
// returns, then rows preferred, on any side of their points where there is room,
// then those shown the last time, then the others by priority, chosen points before
// the rest. Width gives that of a row's text, in pixels, 0 for none.
func (l *Labels) Choose(p *Points, c *Camera, always, preferred []int, width func(row int) float64) []Label {
	l.shown, l.named = l.shown[:0], l.named[:0]
	l.clear(c.Height)
	if !(l.Height > 0) {
		return l.shown
	}
	for _, row := range always {
		if label, ok := l.place(p, c, row, width); ok {
			l.show(label)
		}
	}
	l.placeNames(c)
	for _, row := range preferred {
		l.tryAllSides(p, c, row, width)
	}
	last := l.kept
	l.kept = l.kept[:0]
	for _, row := range last {
		// One that is always shown for a while keeps its place for afterwards.
		if len(l.kept) < l.Max && (l.taken[row] || l.try(p, c, row, 0, keptNear, width)) {
			l.kept = append(l.kept, row)
		}
	}
	if len(p.looks) > 0 {
		l.tryByPriority(p, c, lit, width)
	}
	l.tryByPriority(p, c, plain, width)
	return l.shown
}

// tryByPriority shows labels of rows of one look while there is room.
func (l *Labels) tryByPriority(p *Points, c *Camera, which look, width func(row int) float64) {
	tries := l.Tries
	for row := range p.byPriority(c) {
		if len(l.kept) >= l.Max {
			break
		}
		if p.look(row) != which {
			continue
		}
		if l.try(p, c, row, l.margin(), newNear, width) {
			l.kept = append(l.kept, row)
		}
		if tries--; tries == 0 {
			break
		}
	}
}

func (l *Labels) tryAllSides(p *Points, c *Camera, row int, width func(row int) float64) {
	label, ok := l.place(p, c, row, width)
	if !ok {
		return
	}
	x, y, near := p.on(c, row)
	reach := float64(p.reach(row))*near + labelGap
	for _, at := range [][2]float64{
		{label.Left, label.Top},
		{x - reach - label.Width, label.Top},
		{x - label.Width/2, y + reach},
		{x - label.Width/2, y - reach - l.Height},
	} {
		if label.Left, label.Top = at[0], at[1]; l.fits(label, 1) {
			l.show(label)
			return
		}
	}
}

func (l *Labels) margin() float64 {
	if l.Margin > 0 {
		return l.Margin
	}
	return labelMargin
}

// placeNames puts names on the middle of their places.
func (l *Labels) placeNames(c *Camera) {
	for i, name := range l.Names {
		x, y, near := c.Screen(name.X, name.Y, name.Z)
		if near <= 0 || name.Width <= 0 || x < 0 || x >= float64(c.Width) || y < 0 || y >= float64(c.Height) {
			continue
		}
		// Room is kept in boxes as tall as labels: one at the top, one at the bottom.
		top := Label{i, x - name.Width/2, y - (l.Height+l.Taller)/2, name.Width, near}
		bottom := top
		bottom.Top += l.Taller
		if l.fits(top, nameMargin) && l.fits(bottom, nameMargin) {
			l.reserve(top)
			l.reserve(bottom)
			l.named = append(l.named, top)
		}
	}
}

// Named returns the names that belong to the last choice, with their index for a
// row.
func (l *Labels) Named() []Label { return l.named }

func (p *Points) onScreen(c *Camera, row int) bool {
	if row < 0 || row >= p.Len() || p.look(row) == hidden {
		return false
	}
	x, y, near := p.on(c, row)
	return near > 0 && x >= 0 && x < float64(c.Width) && y >= 0 && y < float64(c.Height)
}

func (l *Labels) clear(height int) {
	for i := range l.strips {
		l.strips[i] = l.strips[i][:0]
	}
	if n := int(float64(height)/max(l.Height, 1)) + 2; len(l.strips) < n {
		l.strips = append(l.strips, make([][]Label, n-len(l.strips))...)
	}
	if l.taken == nil {
		l.taken = map[int]bool{}
	}
	clear(l.taken)
}

// try shows a row's label if its point is near enough and there is room for it.
func (l *Labels) try(p *Points, c *Camera, row int, margin, nearest float64, width func(row int) float64) bool {
	label, ok := l.place(p, c, row, width)
	if !ok || label.Near < nearest || !l.fits(label, margin) {
		return false
	}
	l.show(label)
	return true
}

// place puts the label to the right of its point, or to the left where it would
// go beyond the screen; false if the point is not on the screen, has its label
// already, or has no text.
func (l *Labels) place(p *Points, c *Camera, row int, width func(row int) float64) (Label, bool) {
	if l.taken[row] || !p.onScreen(c, row) {
		return Label{}, false
	}
	x, y, near := p.on(c, row)
	reach := float64(p.reach(row))*near + labelGap
	label := Label{row, x + reach, y - l.Height/2, width(row), near}
	if left := x - reach - label.Width; label.Left+label.Width > float64(c.Width) && left >= 0 {
		label.Left = left
	}
	return label, label.Width > 0
}

func (l *Labels) fits(a Label, margin float64) bool {
	first, last := l.strip(a.Top-margin-l.Height), l.strip(a.Top+margin+l.Height)
	for _, strip := range l.strips[first : last+1] {
		for _, b := range strip {
			if a.Left-margin < b.Left+b.Width && b.Left < a.Left+a.Width+margin &&
				a.Top-margin < b.Top+l.Height && b.Top < a.Top+l.Height+margin {
				return false
			}
		}
	}
	return true
}

func (l *Labels) show(a Label) {
	l.reserve(a)
	l.shown = append(l.shown, a)
	l.taken[a.Row] = true
}

// reserve keeps other labels away.
func (l *Labels) reserve(a Label) {
	i := l.strip(a.Top)
	l.strips[i] = append(l.strips[i], a)
}

// strip returns where labels with that top are kept.
func (l *Labels) strip(top float64) int {
	return int(min(max(top/max(l.Height, 1), 0), float64(len(l.strips)-1)))
}
