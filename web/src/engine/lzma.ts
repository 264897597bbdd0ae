// LZMA, Igor Pavlov's dictionary coder, by the specification in his LZMA SDK: bytes
// and copies of what stands before them, chosen by bits that a range coder stores,
// each by how likely it was so far where it stands. Here with the settings of
// every encoder that is told nothing else, and without the header that says so.

// How many of the bits of the byte before choose the chances of a byte, and of the
// place those of a copy.
const before = 3;
const aligned = 2;

// Chances of a zero are in parts of 2048. A bit moves them by a 32nd.
const all = 1 << 11;
const chances = (count: number) => new Uint16Array(count).fill(all / 2);

// With less of its range left the coder takes in a byte.
const narrow = 1 << 24;

// No step takes in more bytes.
const step = 20;

// The last steps are remembered as one of so many states; from `copied` on the
// last was a copy.
const states = 12;
const copied = 7;

const shortest = 2;

// Lengths of 0 to 7, to 15, to 271.
class Lengths {
	readonly longer = chances(2);
	readonly low = chances(8 << aligned);
	readonly middle = chances(8 << aligned);
	readonly high = chances(256);
}

// An Unpacker fills out with what the packed bytes, pushed in pieces of any size,
// begin with.
export class Unpacker {
	// at bytes of out are filled.
	at = 0;

	// What is packed, and the next byte of it to be taken in.
	private packed = new Uint8Array();
	private next = 0;

	// The coder's range, and how far in it the number lies that is stored; typed
	// arrays hold numbers of 32 bits without wrapping each.
	private readonly coder = new Uint32Array(2);
	private state = 0;
	// The distances of the last four copies, less one.
	private readonly distances = new Int32Array(4);

	private readonly copy = chances(states << aligned);
	private readonly again = chances(states);
	private readonly notLast = chances(states);
	private readonly notSecond = chances(states);
	private readonly notThird = chances(states);
	private readonly many = chances(states << aligned);
	private readonly bytes = chances(0x300 << before);
	private readonly slots = chances(4 << 6);
	private readonly near = chances(115);
	private readonly lowest = chances(16);
	private readonly lengths = new Lengths();
	private readonly lengthsAgain = new Lengths();

	constructor(readonly out: Uint8Array<ArrayBuffer>) {}

	// left is how many of the packed bytes were not needed so far.
	get left(): number {
		return this.packed.length - this.next;
	}

	push(piece: Uint8Array): void {
		const rest = this.packed.subarray(this.next);
		this.packed = new Uint8Array(rest.length + piece.length);
		this.packed.set(rest);
		this.packed.set(piece, rest.length);
		this.next = 0;
		this.fill(piece.length + rest.length - step);
	}

	// end is called after the last piece, and fails if that does not fill out.
	end(): void {
		this.fill(this.packed.length);
		if (this.at < this.out.length || this.left < 0) throw new Error(`what is packed ends early, at ${this.at} of ${this.out.length} bytes`);
	}

	// fill goes on while what is taken in ends before last.
	private fill(last: number): void {
		const { out, distances } = this;
		if (this.coder[0] === 0 && last >= 0) this.begin();
		while (this.at < out.length && this.next <= last) {
			const place = this.at & ((1 << aligned) - 1);
			if (this.bit(this.copy, (this.state << aligned) + place) === 0) {
				out[this.at] = this.byte();
				this.at++;
				this.state = this.state < 4 ? 0 : this.state - (this.state < 10 ? 3 : 6);
				continue;
			}
			const length = this.bit(this.again, this.state) === 0 ? this.fresh(place) : this.repeated(place);
			this.copyFrom(distances[0]! + 1, length);
		}
	}

	private begin(): void {
		this.coder[0] = 0xffffffff;
		for (this.next = 1; this.next < 5; this.next++) this.coder[1] = (this.coder[1]! << 8) | this.packed[this.next]!;
	}

	private copyFrom(distance: number, length: number): void {
		const { out } = this;
		if (distance > this.at) throw new Error(`what is packed is damaged: it copies from ${distance} bytes before byte ${this.at}`);
		const end = Math.min(this.at + length, out.length);
		for (let at = this.at; at < end; at++) out[at] = out[at - distance]!;
		this.at = end;
	}

	// fresh reads a copy's length and its distance.
	private fresh(place: number): number {
		const { distances } = this;
		distances.copyWithin(1, 0);
		const length = this.length(this.lengths, place);
		this.state = this.state < copied ? 7 : 10;
		distances[0] = this.distance(length);
		return length;
	}

	// repeated reads the length of a copy from one of the last distances, which it
	// makes the last.
	private repeated(place: number): number {
		const { distances, state } = this;
		let which = 0;
		if (this.bit(this.notLast, state) === 0) {
			if (this.bit(this.many, (state << aligned) + place) === 0) {
				this.state = state < copied ? 9 : 11;
				return 1;
			}
		} else if (this.bit(this.notSecond, state) === 0) which = 1;
		else which = 2 + this.bit(this.notThird, state);
		const distance = distances[which]!;
		distances.copyWithin(1, 0, which);
		distances[0] = distance;
		this.state = state < copied ? 8 : 11;
		return this.length(this.lengthsAgain, place);
	}

	// byte reads a byte. After a copy, its chances are also by the byte that would
	// have been copied next, until they differ.
	private byte(): number {
		const { out, at, bytes } = this;
		const last = at > 0 ? out[at - 1]! : 0;
		const from = 0x300 * (last >> (8 - before));
		let read = 1;
		if (this.state >= copied) {
			let expected = out[at - this.distances[0]! - 1]!;
			for (let same = true; same && read < 256; expected <<= 1) {
				const expect = (expected >> 7) & 1;
				const bit = this.bit(bytes, from + ((1 + expect) << 8) + read);
				read = (read << 1) | bit;
				same = bit === expect;
			}
		}
		while (read < 256) read = (read << 1) | this.bit(bytes, from + read);
		return read;
	}

	private length({ longer, low, middle, high }: Lengths, place: number): number {
		if (this.bit(longer, 0) === 0) return shortest + this.number(low, place << 3, 3);
		if (this.bit(longer, 1) === 0) return shortest + 8 + this.number(middle, place << 3, 3);
		return shortest + 16 + this.number(high, 0, 8);
	}

	// distance reads a distance, less one: the two highest of its bits and their
	// number, which together are its slot, and the lower bits.
	private distance(length: number): number {
		const slot = this.number(this.slots, Math.min(length - shortest, 3) << 6, 6);
		if (slot < 4) return slot;
		const lower = (slot >> 1) - 1;
		const least = (2 | (slot & 1)) << lower;
		if (slot < 14) return least + this.reversed(this.near, least - slot, lower);
		return least + (this.even(lower - 4) << 4) + this.reversed(this.lowest, 0, 4);
	}

	// number reads one of so many bits, the highest first; a bit's chances are by
	// those before it.
	private number(chances: Uint16Array, from: number, bits: number): number {
		let read = 1;
		for (let i = 0; i < bits; i++) read = (read << 1) | this.bit(chances, from + read);
		return read - (1 << bits);
	}

	// reversed reads one with the lowest bit first.
	private reversed(chances: Uint16Array, from: number, bits: number): number {
		let read = 1;
		let sum = 0;
		for (let i = 0; i < bits; i++) {
			const bit = this.bit(chances, from + read);
			read = (read << 1) | bit;
			sum |= bit << i;
		}
		return sum;
	}

	// even reads one whose bits are as likely zero as one.
	private even(bits: number): number {
		const { coder } = this;
		let read = 0;
		for (let i = 0; i < bits; i++) {
			this.widen();
			const half = coder[0]! >>> 1;
			const bit = coder[1]! < half ? 0 : 1;
			coder[0] = half;
			coder[1]! -= half * bit;
			read = (read << 1) | bit;
		}
		return read;
	}

	// bit reads a bit: zero if the number lies in the lower share of the range, which
	// is as large as zero is likely.
	private bit(chances: Uint16Array, i: number): number {
		this.widen();
		const { coder } = this;
		const zero = chances[i]!;
		const share = (coder[0]! >>> 11) * zero;
		if (coder[1]! < share) {
			coder[0] = share;
			chances[i] = zero + ((all - zero) >> 5);
			return 0;
		}
		coder[0]! -= share;
		coder[1]! -= share;
		chances[i] = zero - (zero >> 5);
		return 1;
	}

	// widen keeps enough of the range for the next bit.
	private widen(): void {
		const { coder } = this;
		if (coder[0]! >= narrow) return;
		coder[0]! <<= 8;
		coder[1] = (coder[1]! << 8) | this.packed[this.next++]!;
	}
}
