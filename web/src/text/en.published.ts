// What stands at vectors that are published beside the site.
import type { ConfigProblem } from "../state/config";

const number = new Intl.NumberFormat("en");

export const published = {
	set: "Published set",
	failed: (why: string) => `The published vectors could not be opened: ${why}`,
	problem(p: ConfigProblem): string {
		switch (p.kind) {
			case "origin":
				return `${p.url} lies elsewhere. Only vectors that are published beside this page can be opened: it sends no request to others.`;
			case "unread":
				return `${p.url} could not be read: ${p.detail}.`;
			case "json":
				return `${p.url} is no JSON: ${p.detail}.`;
			case "field":
				return `${p.url}: ${p.field} is missing, or not what TensorFlow Projector has there.`;
			case "name":
				return `${p.url} has no set “${p.name}”, but ${p.names.map((n) => `“${n}”`).join(", ")}.`;
			case "bytes":
				return `${p.url} has ${number.format(p.got)} bytes; numbers of that shape have ${number.format(p.want)}.`;
		}
	},
};
