export type Choice = "system" | "light" | "dark";

const key = "nearspace.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function remembered(): Choice {
	try {
		const kept = localStorage.getItem(key);
		return kept === "light" || kept === "dark" ? kept : "system";
	} catch {
		return "system";
	}
}

class Theme {
	choice = $state<Choice>(remembered());
	#system = $state<"light" | "dark">(dark.matches ? "dark" : "light");
	readonly shown: "light" | "dark" = $derived(this.choice === "system" ? this.#system : this.choice);

	constructor() {
		this.#show();
		dark.addEventListener("change", () => {
			this.#system = dark.matches ? "dark" : "light";
			this.#show();
		});
	}

	// The tokens follow at once, so that what reads them finds the new ones.
	#show(): void {
		document.documentElement.dataset.theme = this.shown;
	}

	choose(choice: Choice): void {
		this.choice = choice;
		this.#show();
		try {
			localStorage.setItem(key, choice);
		} catch {
			return; // the choice lasts as long as the page
		}
	}
}

export const theme = new Theme();
