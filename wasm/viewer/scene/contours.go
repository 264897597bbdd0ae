package scene

// Contours are lines about where points in the plane are dense. There are none
// while the points move, nor in space.
type Contours struct {
	Levels    []float64 // parts of the highest density; none: no lines
	Smoothing float64   // 1 or 0: Scott's rule
	Color     uint32    // of the highest; the lower are fainter
}

// contourCells is how fine the density's grid is.
const contourCells = 256

// SetContours says which contours are drawn.
func (m *Map) SetContours(c Contours) {
	m.contours, m.contoursOld = c, true
	m.change()
}

// Density returns that of the points that are shown, where they are now; nil if
// they have no extent.
func (m *Map) Density(smoothing float64) *Field {
	return NewField(&m.Points, smoothing, contourCells)
}

// contourLines are those of one level.
type contourLines struct {
	level float64
	lines [][]float64
}

// currentContours returns the contours of where the points are.
func (m *Map) currentContours() []contourLines {
	if len(m.contours.Levels) == 0 || m.Points.time > 0 || m.Points.inSpace(&m.Camera) {
		return nil
	}
	if m.contoursOld {
		m.contoursOld, m.contourLines = false, nil
		if f := m.Density(m.contours.Smoothing); f != nil {
			highest := float64(f.Highest())
			for _, level := range m.contours.Levels {
				if level > 0 && level < 1 {
					m.contourLines = append(m.contourLines, contourLines{level, f.Contour(float32(level * highest))})
				}
			}
		}
	}
	return m.contourLines
}

func (m *Map) drawContours(c pen) {
	for _, level := range m.currentContours() {
		for _, line := range level.lines {
			c.Path(m.onScreen(line), 1.2*m.Ratio, faded(m.contours.Color, contourFade(level.level)))
		}
	}
}

// contourFade is what is taken from the colour of a level, of 256.
func contourFade(level float64) uint64 { return uint64(190 * (1 - level)) }

// onScreen returns a line of the plane as the camera sees it, less corners that are
// too near to others to be told from them.
func (m *Map) onScreen(line []float64) []float64 {
	var seen []float64
	for i := 0; i+1 < len(line); i += 2 {
		x, y, _ := m.Camera.Screen(line[i], line[i+1], 0)
		if n := len(seen); n > 0 && abs(x-seen[n-2]) < 1.5 && abs(y-seen[n-1]) < 1.5 {
			continue
		}
		seen = append(seen, x, y)
	}
	return seen
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
