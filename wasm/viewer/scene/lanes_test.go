package scene

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// premultiplied returns a colour whose channels are no more than its alpha.
func premultiplied(rng *rand.Rand) uint32 {
	a := rng.Uint32N(256)
	return a<<24 | rng.Uint32N(a+1)<<16 | rng.Uint32N(a+1)<<8 | rng.Uint32N(a+1)
}

// What waits is stamped by vectors to the same bits as pixel by pixel.
func TestStampsOfVectors(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	c := NewCanvas(150, 100)
	for _, size := range []int{0, 1, 2, 4, 7, 8, 9, 16, 31, 50, maxRadius * radiusSteps} {
		for i := range c.Pixels {
			c.Pixels[i] = premultiplied(rng)
		}
		pixels := c.Pixels[:cap(c.Pixels)]
		want := slices.Clone(pixels)
		for range 20 {
			// The whole disc is inside, now and then at the border.
			reach := float64(size)/radiusSteps + 1
			x := reach + (150-2*reach)*float64(rng.IntN(9))/8
			y := reach + (100-2*reach)*rng.Float64()
			c.put(x, y, float32(size)/radiusSteps, premultiplied(rng))
		}
		if size > 0 && c.waits == 0 {
			t.Fatalf("of radius %d/%d none waits", size, radiusSteps)
		}
		stampAllScalar(want, c.Width, c.masks, c.waiting[:c.waits])
		c.flush()
		if !slices.Equal(pixels, want) {
			t.Fatalf("radius %d/%d: vectors give another picture", size, radiusSteps)
		}
	}
}

// Those that wait and those at the edges, which do not, keep their order.
func TestDiscsAreDiscsOneAfterTheOther(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	n := 3 * maxWaiting
	p := pointsAt(t, normals(n, 9)...)
	for range n {
		p.Colors = append(p.Colors, premultiplied(rng))
		p.Radii = append(p.Radii, 9*rng.Float32())
	}
	camera := &Camera{View: View{Zoom: .3}, Width: 60, Height: 40}
	got, want := NewCanvas(60, 40), NewCanvas(60, 40)
	got.Discs(p, camera, 0, n, 0)
	scale := camera.Scale()
	left, top, _ := camera.Screen(0, 0, 0)
	for row := range n {
		x, y, _ := p.At(row)
		want.Disc(left+x*scale, top-y*scale, p.Radii[row], p.Colors[row])
	}
	if !slices.Equal(got.Pixels, want.Pixels) {
		t.Error("the pictures differ")
	}
}

func TestGlideOfVectors(t *testing.T) {
	for n := range 70 {
		from, to := normals(35, 1)[:n], normals(35, 2)[:n]
		got, want := make([]float32, n), make([]float32, n)
		glide(got, from, to, .3)
		glideScalar(want, from, to, .3)
		for i, v := range got {
			if math.Abs(float64(v-want[i])) > 1e-6 {
				t.Fatalf("of %d, number %d: %v, want %v", n, i, v, want[i])
			}
		}
	}
}
