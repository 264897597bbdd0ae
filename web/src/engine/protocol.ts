// Generated from wasm/engine/protocol by make generate; edit that instead.

export const version = 1;

// A lab's parameters by name.
export type Params = Record<string, number | string | boolean>;

export interface Ops {
	labs: { args: Record<string, never>; result: Labs };
	inspect: { args: Inspect & { file: Blob }; result: Inspected };
	start: { args: Start & { params: Params; file?: Blob; files?: (Data & { file?: Blob })[]; save?: Uint8Array }; result: Started };
	prepare: { args: Record<string, never>; result: State };
	run: { args: Run; result: State };
	pause: { args: Record<string, never>; result: State };
	step: { args: Record<string, never>; result: State };
	set: { args: { params: Params }; result: null };
	ask: { args: Ask; result: Answer };
	complete: { args: Complete; result: Completed };
	trace: { args: Look; result: Trace };
	matrix: { args: Region; result: Rows };
	scores: { args: Near; result: Scores };
	project: { args: Project; result: null };
	steer: { args: Steer; result: null };
	leading: { args: Leading; result: Led };
	judge: { args: Judge; result: Judged };
	place: { args: Place & { file?: Blob }; result: Placed };
	drawn: { args: Drawn; result: null };
	group: { args: Group; result: Grouped };
	regroup: { args: Regroup & { codes?: Int32Array }; result: null };
	name: { args: Name & { codes: Int32Array }; result: Named };
	merge: { args: { deltas: (Float32Array | null)[] }; result: null };
	save: { args: Record<string, never>; result: Saved };
	offers: { args: Record<string, never>; result: Offers };
	join: { args: Join & { file?: Blob }; result: Joined };
	edit: { args: Edit; result: null };
	export: { args: Export & { rows?: Int32Array }; result: Exported };
	take: { args: Take; result: Exported };
	stop: { args: Record<string, never>; result: null };
	cancel: { args: Cancel; result: null };
}

export interface Events {
	ready: ReadyEvent;
	progress: ProgressEvent;
	state: StateEvent;
	space: SpaceEvent;
	frame: FrameEvent;
	map: MapEvent;
	delta: DeltaEvent;
	panic: PanicEvent;
}

export type Part =
	| ({ kind: "ranking" } & Ranking)
	| ({ kind: "table" } & Table)
	| ({ kind: "matrix" } & Matrix)
	| ({ kind: "series" } & Series)
	| ({ kind: "marked" } & Marked)
	| ({ kind: "graph" } & Graph)
	| ({ kind: "prose" } & Prose);

// What each code of a problem has for the blanks of its phrase.
export interface ProblemArgs {
	absent: "what" | "id";
	argumentMissing: "name";
	argumentNumber: "name" | "value" | "min" | "max";
	arrayType: "array" | "type" | "want";
	badMetadata: "line" | "byte" | "want" | "got";
	badModel: "byte" | "part" | "detail";
	badTest: "line" | "want" | "got";
	badVectors: "format" | "line" | "byte" | "want" | "got";
	cancelled: never;
	damagedGzip: "byte";
	damagedSave: "detail";
	empty: never;
	emptyCell: "line" | "column";
	expression: "position" | "want" | "got";
	field: "path" | "want" | "got";
	network: "url" | "detail";
	noColumn: "column" | "line" | "got";
	noDirection: never;
	noJoin: "rows" | "vectors";
	noMerge: "column" | "first" | "second";
	noNumber: "line" | "column" | "got";
	noPath: never;
	noPlace: "dim" | "want";
	noRows: never;
	noVector: never;
	notFinite: "row" | "column";
	notPut: "row" | "column" | "want" | "got";
	notReady: never;
	notText: "line" | "byte" | "got";
	notWritten: "format" | "precision";
	oneLabel: "label";
	oneSpace: never;
	openQuote: "line";
	otherSave: "field" | "got" | "want";
	parameterChoice: "name" | "value" | "choices";
	parameterConflict: "name" | "value" | "otherName" | "otherValue";
	parameterFixed: "name";
	parameterRange: "name" | "value" | "min" | "max";
	pickle: "script";
	rowNotFinite: "row" | "label";
	rowOutside: "row" | "rows";
	rowTooLarge: "need" | "max";
	settingChoice: "name" | "value" | "choices";
	settingRange: "name" | "value" | "min" | "max";
	tooFewWords: "words" | "tokens" | "minCount";
	tooLarge: "bytes" | "max";
	unexpected: "detail";
	unknown: "what" | "id";
	unknownLabels: "labels" | "suggestions";
	unknownVectors: never;
	whichArray: "name" | "arrays";
	wrongCells: "line" | "got" | "want";
}

export type ProblemCode = keyof ProblemArgs;

export interface Labs {
	version: number;
	build: string;
	variant: string;
	labs: LabInfo[];
	maps: Method[];
}

export interface Inspect {
	name: string;
}

export interface Inspected {
	kind: string;
	hash: string;
	bytes: number;
	lines: number;
	start: string;
	column: string;
	arrays: FileArray[];
}

export interface Start {
	lab: string;
	data: Data;
	seed: number;
	shard: number;
}

export interface Started {
	run: number;
	shards: number;
}

export interface State {
	state: string;
	progress: Progress;
	problem: Problem | null;
}

export interface Run {
	until: number;
}

export interface Ask {
	query: Query;
	beside: number;
}

export interface Answer {
	parts: Part[];
	next: Query[];
	shown: Shown | null;
	axis: string;
	vector: Vector | null;
	params: Record<string, string>;
}

export interface Complete {
	space: string;
	prefix: string;
	limit: number;
}

export interface Completed {
	labels: string[];
	rows: Int32Array;
}

export interface Look {
	pick: Pick;
}

export interface Trace {
	title: Text;
	stages: Stage[];
}

export interface Region {
	space: string;
	from: number;
	count: number;
}

export interface Rows {
	total: number;
	dim: number;
	from: number;
	values: Float32Array;
	version: number;
}

export interface Near {
	space: string;
	row: number;
	metric: string;
}

export interface Scores {
	values: Float32Array;
}

export interface Project {
	map: number;
	space: string;
	method: string;
	dimensions: number;
	numbers: Record<string, number>;
	texts: Record<string, string>;
	column: string;
	axes: string[];
	columns: number[];
	off: boolean;
}

export interface Steer {
	map: number;
	pause: boolean;
	rounds: number;
	perturb: number;
}

export interface Leading {
	space: string;
	count: number;
	sphere: boolean;
}

export interface Led {
	axes: LeadingAxis[];
}

export interface Judge {
	map: number;
	neighbors: number;
	metric: string;
	all: boolean;
}

export interface Judged {
	neighbors: number;
	looked: number;
	rows: number;
	trust: number;
	continuity: number;
	preserved: number;
	shepard: number;
	trusts: Float32Array;
	continuities: Float32Array;
	shares: Float32Array;
	shepards: Float32Array;
}

export interface Place {
	map: number;
	query: Query;
	name: string;
	most: number;
}

export interface Placed {
	space: string;
	version: number;
	labels: Strings;
	dimensions: number;
	coordinates: Float32Array;
	of: number;
}

export interface Drawn {
	map: number;
	space: string;
	version: number;
}

export interface Group {
	space: string;
	method: string;
	map: boolean;
	metric: string;
	groups: number;
	minSize: number;
	minSamples: number;
	leaves: boolean;
	seed: number;
	keep: boolean;
}

export interface Grouped {
	space: string;
	column: string;
	version: number;
	reports: number;
	codes: Int32Array;
	probabilities: Float32Array;
	names: string[];
	silhouette: number;
	approximate: boolean;
}

export interface Regroup {
	space: string;
	names: string[];
}

export interface Name {
	space: string;
}

export interface Named {
	names: string[];
}

export interface Saved {
	pieces: Uint8Array[];
	progress: Progress;
}

export interface Offers {
	spaces: string[];
	formats: FormatOffer[];
	takeaways: Takeaway[];
}

export interface Join {
	space: string;
	header: string;
	by: string;
	column: string;
	remove: boolean;
}

export interface Joined {
	header: boolean;
	by: string;
	column: string;
	columns: string[];
	added: string[];
	rows: number;
	vectors: number;
	found: number;
	lost: number;
	unknown: string[];
	again: number;
	named: boolean;
}

export interface Edit {
	space: string;
	changes: Change[];
}

export interface Export {
	space: string;
	format: string;
	precision: string;
	tile: number;
}

export interface Exported {
	pieces: Uint8Array[];
	rows: number;
	renamed: number;
}

export interface Take {
	id: string;
}

export interface Cancel {
	id: number;
}

export interface ReadyEvent {
	version: number;
}

export interface ProgressEvent {
	run: number;
	request: number;
	state: string;
	progress: Progress;
	points: Float32Array;
}

export interface StateEvent {
	run: number;
	state: State;
	points: Float32Array;
}

export interface SpaceEvent {
	run: number;
	name: string;
	role: string;
	rows: number;
	dim: number;
	labels: Strings;
	counts: Float32Array;
	columns: Column[];
}

export interface FrameEvent {
	run: number;
	map: number;
	space: string;
	version: number;
	reports: number;
	dimensions: number;
	coordinates: Float32Array;
	explained: Float32Array;
}

export interface MapEvent {
	run: number;
	map: number;
	space: string;
	stage: string;
	done: number;
	total: number;
	settled: boolean;
	version: number;
	grown: boolean;
	problem: Problem | null;
}

export interface DeltaEvent {
	run: number;
	values: Float32Array;
}

export interface PanicEvent {
	run: number;
	lab: string;
	message: string;
	stack: string;
}

export interface Ranking {
	title: Text;
	score: Text;
	items: Ranked[];
	of: number;
	least: number;
	most: number;
}

export interface Table {
	title: Text;
	columns: Text[];
	rows: Cell[][];
}

export interface Matrix {
	title: Text;
	rowLabels: string[];
	columnLabels: string[];
	values: Float32Array;
	signed: boolean;
}

export interface Series {
	title: Text;
	x: Text;
	y: Text;
	lines: Line[];
}

export interface Marked {
	title: Text;
	spans: Span[];
}

export interface Graph {
	title: Text;
	nodes: Node[];
	edges: Edge[];
}

export interface Prose {
	text: Text;
}

export interface LabInfo {
	description: Description;
	fields: Field[];
	defaults: Params;
}

export interface Method {
	id: string;
	settings: Setting[];
}

export interface FileArray {
	name: string;
	rows: number;
	dim: number;
}

export interface Data {
	id: string;
	name: string;
	kind: string;
	hash: string;
	bytes: number;
	column: string;
	url: string;
}

export interface Progress {
	phase: string;
	title: Text;
	unit: Text;
	done: number;
	total: number;
	rate: number;
	reports: number;
	losses: Loss[];
	notes: Text[];
	end: boolean;
}

export interface Problem {
	code: ProblemCode;
	args: Record<string, string>;
	where: string;
	message: string;
}

export interface Query {
	question: string;
	args: Record<string, string>;
}

export interface Shown {
	space: string;
	rows: Int32Array;
	pairs: Uint32Array;
}

export interface Vector {
	space: string;
	label: string;
}

export interface Pick {
	position: number;
	text: string;
}

export interface Text {
	en: string;
	zh: string;
}

export interface Stage {
	id: string;
	title: Text;
	help: Text;
	formula: string;
	in: Tensor[];
	out: Tensor[];
}

export interface LeadingAxis {
	share: number;
	low: number[];
	high: number[];
	dimensions: number[];
	loadings: Float32Array;
}

export interface Strings {
	bytes: Uint8Array;
	offsets: Uint32Array;
}

export interface FormatOffer {
	id: string;
	extension: string;
	precisions: string[];
}

export interface Takeaway {
	id: string;
	title: Text;
	help: Text;
	file: string;
}

export interface Change {
	column: string;
	rows: number[];
	texts: string[];
	remove: boolean;
}

export interface Column {
	name: string;
	kind: string;
	names: Strings;
	codes: Int32Array;
	numbers: Float32Array;
	texts: Strings;
}

export interface Ranked {
	label: string;
	value: number;
	row: Row | null;
}

export interface Cell {
	text: string;
	number: number | null;
	row: Row | null;
}

export interface Line {
	name: Text;
	x: Float32Array;
	y: Float32Array;
}

export interface Span {
	text: string;
	weight: number;
	tag: string;
	row: Row | null;
}

export interface Node {
	label: string;
	row: Row | null;
}

export interface Edge {
	from: number;
	to: number;
	label: string;
	weight: number;
}

export interface Description {
	id: string;
	group: string;
	title: Text;
	summary: Text;
	kinds: string[];
	data: string;
	view: string;
	questions: Question[];
	examples: Example[];
	chapters: string[];
}

export interface Field {
	name: string;
	title: Text;
	help: Text;
	unit: Text;
	min: number;
	max: number;
	step: number;
	log: boolean;
	live: boolean;
	basic: boolean;
	choices: Choice[];
	file: string;
	arrays: boolean;
	later: boolean;
	when: When[];
}

export interface Setting {
	name: string;
	default: number;
	min: number;
	max: number;
	step: number;
	log: boolean;
	choices: string[];
}

export interface Loss {
	name: Text;
	value: number;
}

export interface Tensor {
	name: string;
	title: Text;
	shape: number[];
	values: Float32Array;
	gradient: Float32Array;
	labels: string[];
	columns: string[];
	space: string;
	rows: Int32Array;
}

export interface Row {
	space: string;
	id: number;
}

export interface Question {
	id: string;
	title: Text;
	help: Text;
	arguments: Argument[];
	live: boolean;
}

export interface Example {
	data: string;
	query: Query;
	title: Text;
	expect: string[];
	every: string[];
}

export interface Choice {
	value: string;
	title: Text;
	with: Record<string, string>;
}

export interface When {
	name: string;
	values: string[];
}

export interface Argument {
	name: string;
	title: Text;
	kind: string;
	default: string;
	min: number;
	max: number;
	choices: Choice[];
	space: string;
	when: When[];
}
