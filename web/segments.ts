// Go's linker leaves every run of eight zeros out of a program's data, at the price
// of some ten bytes for where the next piece begins: up to 100,000 pieces. Packed,
// zeros cost nothing, while those numbers do, and tear apart what is alike.

const dataSection = 11;
const i32Const = 0x41;
const end = 0x0b;

// A run of so many zeros is left out still: they are to be unpacked and compiled.
const long = 1024;

type Segment = { at: number; bytes: Uint8Array };

class Reader {
	constructor(private readonly bytes: Uint8Array, public at = 0) {}

	get over(): boolean {
		return this.at >= this.bytes.length;
	}

	// number reads one in LEB128, seven bits a byte, the lowest first.
	number(): number {
		let [read, shift, byte] = [0, 0, 0];
		do {
			byte = this.bytes[this.at++]!;
			read += (byte & 0x7f) * 2 ** shift;
			shift += 7;
		} while (byte & 0x80);
		return read;
	}

	take(length: number): Uint8Array {
		return this.bytes.subarray(this.at, (this.at += length));
	}

	expect(byte: number): void {
		const found = this.bytes[this.at++];
		if (found !== byte) throw new Error(`a program's data begins with ${found} where ${byte} is expected`);
	}

	segment(): Segment {
		this.expect(0); // the only memory, when the program starts
		this.expect(i32Const);
		const at = this.number();
		this.expect(end);
		return { at, bytes: this.take(this.number()) };
	}
}

// leb is a number in LEB128, with a bit for the sign to spare if it is to have one.
function leb(number: number, signed = false): number[] {
	const written: number[] = [];
	for (const least = signed ? 0x40 : 0x80; number >= least; number = Math.floor(number / 0x80)) written.push((number % 0x80) | 0x80);
	return [...written, number];
}

// merged joins what lies no long run of zeros apart.
function merged(segments: Segment[]): Segment[] {
	const groups: Segment[][] = [];
	let reached = -Infinity;
	for (const segment of segments.sort((a, b) => a.at - b.at)) {
		if (segment.at < reached) throw new Error(`a program's data overlap at ${segment.at}`);
		if (segment.at - reached < long) groups.at(-1)!.push(segment);
		else groups.push([segment]);
		reached = segment.at + segment.bytes.length;
	}
	return groups.map((group) => {
		const [{ at }, last] = [group[0]!, group.at(-1)!];
		const bytes = new Uint8Array(last.at + last.bytes.length - at);
		for (const part of group) bytes.set(part.bytes, part.at - at);
		return { at, bytes };
	});
}

function written(segments: Segment[]): Uint8Array {
	const heads = segments.map(({ at, bytes }) => Buffer.from([0, i32Const, ...leb(at, true), end, ...leb(bytes.length)]));
	return Buffer.concat([Buffer.from(leb(segments.length)), ...segments.flatMap(({ bytes }, i) => [heads[i]!, bytes])]);
}

// joined is the program with its data in few segments.
export function joined(program: Uint8Array): Uint8Array {
	const sections = new Reader(program, 8);
	while (!sections.over) {
		const start = sections.at;
		const id = sections.take(1)[0];
		const data = new Reader(sections.take(sections.number()));
		if (id !== dataSection) continue;
		const section = written(merged(Array.from({ length: data.number() }, () => data.segment())));
		return Buffer.concat([program.subarray(0, start), Buffer.from([dataSection, ...leb(section.length)]), section, program.subarray(sections.at)]);
	}
	return program;
}
