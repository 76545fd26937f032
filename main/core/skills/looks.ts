import { ExpressionFailed, readExpression, type Expression } from './expression.ts';
import type { Playbook } from './playbook.ts';
import type { SkillProblemCode } from './problem.ts';
import { readTemplate } from './template.ts';
import type { Json } from '../words/index.ts';

/** Where a value stands in a playbook. */
export type Path = readonly (string | number)[];

/** One thing that does not fit within a playbook, and the path of the value it is about. */
export interface Misfit {
  readonly code: SkillProblemCode;
  readonly path: Path;
  readonly name: string;
}

/** What may be named at a place: the first name, and the names below it where they are known (null: any). */
export type Names = Readonly<Record<string, ReadonlySet<string> | null>>;

/** Looks at what a playbook works out, place by place, and keeps what does not fit in the order found. */
export class Looks {
  readonly found: Misfit[] = [];
  /** What can be named before any file is read. */
  readonly input: Names;
  /** What can be named wherever there is no row. */
  readonly everywhere: Names;
  readonly #steps: ReadonlySet<string>;
  readonly #earlier = new Set<string>();

  constructor({ inputs, questions, data, reads, steps }: Playbook) {
    this.input = { input: new Set(Object.entries(inputs).flatMap(([key, { type }]) => (type === 'table' || type === 'folder' ? [] : [key]))) };
    this.everywhere = { ...this.input, answer: new Set(Object.keys(questions)), data: new Set(Object.keys(data)), state: new Set(Object.keys(reads)) };
    this.#steps = new Set(steps.map(({ id }) => id));
  }

  say(code: SkillProblemCode, path: Path, name: string): void {
    this.found.push({ code, path, name });
  }

  /** From here on a template may name what this step makes; false where one of its name was there before. */
  comesTo(step: string): boolean {
    const fresh = !this.#earlier.has(step);
    this.#earlier.add(step);
    return fresh;
  }

  expression(text: string, names: Names, path: Path): void {
    this.#reading(path, () => this.#sees(readExpression(text), names, path));
  }

  template(value: Json, names: Names, path: Path): void {
    this.#reading(path, () => {
      for (const { expression } of readTemplate(value).expressions) {
        this.#sees(expression, names, path);
        for (const step of expression.makes) if (!this.#earlier.has(step)) this.say(this.#steps.has(step) ? 'made-later' : 'name-unknown', path, step);
      }
    });
  }

  /** SECURITY: what is worked out before there is a plan holds the window up while it is: no loops there, which could go on for minutes. */
  atOnce(read: () => readonly Expression[], names: Names, path: Path): void {
    this.#reading(path, () => {
      for (const one of read()) {
        this.#sees(one, names, path);
        if (one.loops > 0) this.say('expression-too-large', path, one.text.slice(0, 60));
      }
    });
  }

  #sees(expression: Expression, names: Names, path: Path): void {
    for (const [first = '', second] of expression.paths) {
      const below = Object.hasOwn(names, first) ? names[first] : undefined;
      if (below === undefined) this.say('name-unknown', path, first);
      else if (below !== null && second !== undefined && !below.has(second)) this.say(first === 'row' ? 'column-unknown' : 'name-unknown', path, `${first}.${second}`);
    }
  }

  #reading(path: Path, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ExpressionFailed)) throw error;
      this.say(error.code, path, error.message);
    }
  }
}
