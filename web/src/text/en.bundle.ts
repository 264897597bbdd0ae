// What stands at what a TensorFlow projector's bundle has beside vectors and labels, and
// at bookmarks that come from one.
const number = new Intl.NumberFormat("en");

export const bundle = {
	title: "Beside vectors and labels",
	present: "As it was saved",
	tensors: { text: "written out (vectors.tsv)", f4: "32 bits, raw (tensors.bytes)" },
	bookmarks: "Bookmarks (bookmarks.json)",
	bookmarksHelp: "The view as it is now and the bookmarks of these vectors, as the projector can hold them: PCA, t-SNE, UMAP and axes between words, chosen and shown points, colour and label, but not where one looks. t-SNE and UMAP are written with the places of their points: of the map that is shown, and of those that were kept since this page was opened.",
	pictures: "Pictures (sprite.png)",
	picturesHelp: "A tile for each point, in their order.",
	noPictures: "These points have no pictures.",
	use: "Unpacked beside this page it is opened by ?config=folder/projector_config.json, by TensorFlow's projector in the same way, and by TensorBoard in a folder of logs.",
	views: (held: number, left: number) =>
		`Its bookmarks: ${number.format(held)} ${held === 1 ? "view" : "views"}.${left > 0 ? ` ${number.format(left)} could not be written, as the projector has no such map or its places are not known.` : ""}`,
	notRead: (n: number) => `${number.format(n)} of the projector's bookmarks ${n === 1 ? "has" : "have"} no counterpart here and ${n === 1 ? "was" : "were"} left out.`,
};
