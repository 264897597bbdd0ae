import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { classColors } from "./palette";

type Triple = [number, number, number];

// What protan- and deuteranopes and tritanopes see, of linear RGB: Machado,
// Oliveira and Fernandes, "A physiologically-based model for simulation of color
// vision deficiency", 2009, at full severity.
const sights: Record<string, Triple[]> = {
	all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
	protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
	deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
	tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const times = (m: Triple[], v: Triple) => m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as Triple;

function linear(hex: string): Triple {
	return [1, 3, 5].map((at) => {
		const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	}) as Triple;
}

// oklab is Ottosson's space, in which distances are about as one sees them.
function oklab(v: Triple): Triple {
	const cones = times([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], v);
	return times(
		[[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]],
		cones.map((c) => Math.cbrt(Math.max(0, c))) as Triple,
	);
}

const tokens = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

test.each([["light", 0, "#f6f6f4", 2], ["dark", 1, "#121318", 3]] as const)("classes are told apart in %s, by the colour-blind too", (_, theme, ground, least) => {
	const block = tokens.split("data-theme")[theme] ?? "";
	const colors = [...block.matchAll(/--class-\d+: (#[0-9a-f]{6})/g)].map((m) => linear(m[1] ?? ""));
	expect(colors).toHaveLength(classColors);
	for (const [sight, matrix] of Object.entries(sights)) {
		const seen = colors.map((c) => oklab(times(matrix, c)));
		const apart = seen.flatMap((a, i) => seen.slice(0, i).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])));
		expect(Math.min(...apart), sight).toBeGreaterThan(0.09); // Tol's six bright colours: .08, by tritanopes .03
	}
	const luminance = ([r, g, b]: Triple) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
	const contrasts = colors.map((c) => [luminance(c), luminance(linear(ground))].sort((a, b) => a - b)).map(([a = 0, b = 0]) => (b + 0.05) / (a + 0.05));
	expect(Math.min(...contrasts)).toBeGreaterThan(least);
});
