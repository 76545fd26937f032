import { ENVIRONMENTS, SERVER_CLASSES } from '../../../preload/contract/words.ts';

/** The closed lists the form of a server offers. */
export const CLASSES_AND_ENVIRONMENTS = { classes: SERVER_CLASSES, environments: ENVIRONMENTS } as const;
