/** Who plans calls. Every planner enters the gate; none goes round it. */
export const PLANNER_KINDS = ['person', 'skill', 'assistant', 'client'] as const;
export type PlannerKind = (typeof PLANNER_KINDS)[number];

/** The default roles; a managed policy may replace them. An unmanaged machine's person is `owner`. */
export const ROLES = [
  'owner', 'editor', 'admin', 'customer-service', 'sales', 'external', 'system-administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** What a preview is made of, best first. */
export const PREVIEW_KINDS = ['effect', 'server', 'arguments'] as const;
export type PreviewKind = (typeof PREVIEW_KINDS)[number];

/** What was answered. `none`: nobody was asked, or nobody answered; it never means yes. */
export const DECISIONS = ['approved', 'denied', 'none'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Who gave the answer: a person at the screen, or a flag given in advance. */
export const DECIDERS = ['person', 'flag'] as const;
export type Decider = (typeof DECIDERS)[number];

/** How a call ended. `refused`: not sent. `failed`: the server says no. `unknown`: sent, end not seen. */
export const OUTCOMES = ['executed', 'refused', 'failed', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What reading the state again after a call showed. */
export const AFTERWARDS = ['as shown', 'different', 'not checkable'] as const;
export type Afterwards = (typeof AFTERWARDS)[number];

/** Whether a definition is still the one a person reviewed. */
export const PIN_STATES = ['same', 'changed', 'new', 'blocked'] as const;
export type PinState = (typeof PIN_STATES)[number];

/** How the effect of a call became known, strongest first. */
export const EFFECT_SOURCES = ['recipe', 'review', 'annotations', 'names', 'unknown'] as const;
export type EffectSource = (typeof EFFECT_SOURCES)[number];
