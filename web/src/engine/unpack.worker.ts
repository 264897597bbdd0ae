// Unpacks a program aside, so that the page does not stand still meanwhile.
import { unpack, type Program } from "./wasm";

export type Unpacked = { program: ArrayBuffer } | { problem: string };

interface Port {
	onmessage: ((event: MessageEvent<Program>) => void) | null;
	postMessage(message: Unpacked, transfer?: Transferable[]): void;
}

const port = globalThis as unknown as Port;

port.onmessage = async ({ data }) => {
	try {
		const { buffer } = await unpack(data);
		port.postMessage({ program: buffer }, [buffer]);
	} catch (error) {
		port.postMessage({ problem: error instanceof Error ? error.message : String(error) });
	}
};
