import type { Ops } from "../../web/src/engine/protocol";

export class Client {
	call<O extends keyof Ops>(op: O, run?: number, args?: object): Promise<Ops[O]["result"]>;
}

export function startEngine(wasmExec: string, wasm: string): Promise<Client>;
