// A server whose every word is meant to mislead: names of tools, titles, answers. `node hostile-texts.mjs <texts.json>`; the file
// holds a list of texts, each of which is a tool's name, its title and its description; what is called answers with all of them.
import { readFileSync } from 'node:fs';
import { serve } from './replies.mjs';

const texts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const tools = texts.map((text) => ({ name: text, title: text, description: text, inputSchema: { type: 'object' } }));

serve('hostile-texts', tools, () => ({ content: [{ type: 'text', text: texts.join('\n') }], structuredContent: Object.fromEntries(texts.map((text) => [text, text])) }));
