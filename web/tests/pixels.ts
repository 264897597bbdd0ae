// Reads pictures.
import type { Page } from "@playwright/test";

// pixels are a PNG's red, green, blue and alpha, as the page's browser decodes it.
export async function pixels(page: Page, png: Buffer): Promise<number[]> {
	return page.evaluate(async (data) => {
		const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
		const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
		const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
		if (!context) throw new Error("this browser draws no picture");
		context.drawImage(picture, 0, 0);
		return [...context.getImageData(0, 0, picture.width, picture.height).data];
	}, png.toString("base64"));
}
