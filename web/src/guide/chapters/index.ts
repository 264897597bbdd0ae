// The chapters in the order of reading.
import type { Chapter } from "../chapter";
import { backward } from "./backward";
import { classifying } from "./classifying";
import { embedding } from "./embedding";
import { families } from "./families";
import { forward } from "./forward";
import { frameworks } from "./frameworks";
import { groups } from "./groups";
import { layer } from "./layer";
import { lessons } from "./lessons";
import { mathematics } from "./mathematics";
import { neighbours } from "./neighbours";
import { optimisation } from "./optimisation";
import { pretrained } from "./pretrained";
import { questions } from "./questions";
import { relatives } from "./relatives";
import { ways } from "./ways";
import { words } from "./words";

export const chapters: readonly Chapter[] = [
	embedding, words, layer, relatives, forward, backward, optimisation, mathematics, frameworks,
	families, classifying, pretrained, ways, groups, neighbours, questions, lessons,
];
