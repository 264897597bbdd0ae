// Two pictures of points are laid over each other as well as turning, mirroring,
// scaling and moving one of them can: Procrustes in the plane, in closed form.
//
// With the points of both centred, as complex numbers z (fixed) and w (moving),
// the best factor of w is c = Σ z w̄ / Σ |w|², which turns by its angle and scales
// by its length; mirrored it is Σ z w / Σ |w|². The sum that is longer leaves the
// smaller error. Gower, "Generalized Procrustes analysis", 1975.

export interface Pairs {
	fixed: Int32Array; // rows
	moving: Int32Array;
}

// align returns the moving points laid over the fixed ones, by the rows that are
// pairs. With fewer than two places to go by they are returned as they are.
export function align(moving: Float32Array, fixed: Float32Array, pairs: Pairs): Float32Array {
	const n = pairs.fixed.length;
	const [fx, fy] = mean(fixed, pairs.fixed);
	const [mx, my] = mean(moving, pairs.moving);
	let [re, im, mirroredRe, mirroredIm, size] = [0, 0, 0, 0, 0];
	for (let i = 0; i < n; i++) {
		const f = 2 * pairs.fixed[i]!;
		const m = 2 * pairs.moving[i]!;
		const a = fixed[f]! - fx;
		const b = fixed[f + 1]! - fy;
		const c = moving[m]! - mx;
		const d = moving[m + 1]! - my;
		re += a * c + b * d;
		im += b * c - a * d;
		mirroredRe += a * c - b * d;
		mirroredIm += b * c + a * d;
		size += c * c + d * d;
	}
	const mirrored = Math.hypot(mirroredRe, mirroredIm) > Math.hypot(re, im);
	const [p, q] = mirrored ? [mirroredRe / size, mirroredIm / size] : [re / size, im / size];
	if (!(Math.hypot(p, q) > 0) || !Number.isFinite(p + q)) return moving;
	const aligned = new Float32Array(moving.length);
	for (let i = 0; i + 1 < moving.length; i += 2) {
		const x = moving[i]! - mx;
		const y = (moving[i + 1]! - my) * (mirrored ? -1 : 1);
		aligned[i] = fx + p * x - q * y;
		aligned[i + 1] = fy + q * x + p * y;
	}
	return aligned;
}

function mean(points: Float32Array, rows: Int32Array): [number, number] {
	let x = 0;
	let y = 0;
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i]!;
		x += points[2 * row]!;
		y += points[2 * row + 1]!;
	}
	return [x / rows.length, y / rows.length];
}
