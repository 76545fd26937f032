// Writes what is published out of the schemas that check policies and playbooks: both JSON Schemas, and what Windows and macOS
// take a policy in. `node scripts/published-schemas.mjs`
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps/command.mjs';
import { runTypescript } from './steps/run-typescript.mjs';

const folder = join(root, 'docs', 'policy');
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The settings kept one by one, by their names. */
const SETTINGS = Object.entries(JSON.parse(readFileSync(join(root, 'main', 'core', 'policy', 'document', 'flat-settings.json'), 'utf8')))
  .map(([name, setting]) => ({ name, ...setting }));

/** The schema of one setting. */
function schemaOf({ at }, schema) {
  return at.slice(1).split('/').reduce((here, part) => here.properties[part], managedOf(schema));
}

const managedOf = (schema) => schema.oneOf.find((one) => one.properties.scope.const === 'managed');

/** An element of the template, with the bounds and words of the schema. What is left empty is not set. */
function admxElement(setting, schema) {
  const { name, kind } = setting;
  const here = schemaOf(setting, schema);
  const value = (on) => `<value><decimal value="${on ? 1 : 0}"/></value>`;
  switch (kind) {
    case 'text': return `        <text id="${name}" valueName="${name}" maxLength="${here.maxLength}"${name === 'ContactName' ? ' required="true"' : ''}/>`;
    case 'number': return `        <decimal id="${name}" valueName="${name}" minValue="${here.minimum}" maxValue="${Math.min(here.maximum, 1_000_000_000)}"/>`;
    case 'words': return `        <multiText id="${name}" valueName="${name}"/>`;
    case 'word': return `        <enum id="${name}" valueName="${name}">\n${here.enum.map((word) => `          <item displayName="$(string.Word_${word})"><value><string>${word}</string></value></item>`).join('\n')}\n        </enum>`;
    default: return `        <enum id="${name}" valueName="${name}">\n${[true, false].map((on) => `          <item displayName="$(string.${on ? 'On' : 'Off'})">${value(on)}</item>`).join('\n')}\n        </enum>`;
  }
}

/** The template's words for the values of an enum. */
const wordsOf = (schema) => [...new Set(SETTINGS.filter(({ kind }) => kind === 'word').flatMap((setting) => schemaOf(setting, schema).enum))];

/** The box of a setting in the editor, with its label. */
function presentation({ name, kind, default: usual }, label) {
  // Without a default of its own the editor writes 1.
  if (kind === 'number') return `        <decimalTextBox refId="${name}" defaultValue="${usual}" spinStep="1">${escaped(label)}</decimalTextBox>`;
  if (kind === 'words') return `        <multiTextBox refId="${name}">${escaped(label)}</multiTextBox>`;
  if (kind === 'text') return `        <textBox refId="${name}">\n          <label>${escaped(label)}</label>\n        </textBox>`;
  return `        <dropdownList refId="${name}" noSort="true">${escaped(label)}</dropdownList>`;
}

/** The administrative template: one text or single settings, in the machine's part of the registry, where no user may write. */
export const admx = (schema) => `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="countersign" namespace="Countersign.Policies"/>
  </policyNamespaces>
  <resources minRequiredRevision="1.0"/>
  <supportedOn>
    <definitions>
      <definition name="Supported" displayName="$(string.Supported)"/>
    </definitions>
  </supportedOn>
  <categories>
    <category name="Countersign" displayName="$(string.Countersign)"/>
  </categories>
  <policies>
    <policy name="Policy" class="Machine" displayName="$(string.Policy)" explainText="$(string.PolicyExplain)" key="SOFTWARE\\Policies\\Countersign" presentation="$(presentation.Policy)">
      <parentCategory ref="Countersign"/>
      <supportedOn ref="Supported"/>
      <elements>
        <text id="Policy" valueName="Policy" required="true" maxLength="1000000"/>
      </elements>
    </policy>
    <policy name="Settings" class="Machine" displayName="$(string.Settings)" explainText="$(string.SettingsExplain)" key="SOFTWARE\\Policies\\Countersign" presentation="$(presentation.Settings)">
      <parentCategory ref="Countersign"/>
      <supportedOn ref="Supported"/>
      <elements>
${SETTINGS.map((setting) => admxElement(setting, schema)).join('\n')}
      </elements>
    </policy>
  </policies>
</policyDefinitions>
`;

const WORDS = {
  'en-US': {
    policy: 'Policy', label: 'Policy (JSON, sealed, on one line)', explain: 'What Countersign lets run on this machine. Keys:',
    settings: 'Single settings', settingsExplain: 'The commonest bounds without a policy text. They only add to what a policy text says; the stricter holds. Locks take one word a line:',
    supported: 'Countersign 0.1 or later', on: 'On', off: 'Off', trust: { blocked: 'Blocked', untrusted: 'Untrusted', restricted: 'Restricted', trusted: 'Trusted' },
    labels: {
      Organisation: 'Organisation', ContactName: 'Whom to call: name', ContactMail: 'Whom to call: e-mail', ContactPhone: 'Whom to call: telephone',
      LimitPerCall: 'Objects per call', LimitPerPlan: 'Objects per set of calls', LimitPerHour: 'Objects per hour', LimitPerDay: 'Objects per day',
      CallsPerMinute: 'Calls per minute', HighestTrust: 'Highest trust of any server', HighestTrustExternal: 'Highest trust of external servers',
      Locks: 'Locked for people', Gateway: 'Gateway for other AI clients', SkillSignature: 'Skills must be signed', RetainDays: 'Days records are kept at least',
    },
  },
  'de-DE': {
    policy: 'Richtlinie', label: 'Richtlinie (JSON, mit Siegel, in einer Zeile)', explain: 'Was Countersign auf diesem Rechner laufen lässt. Schlüssel:',
    settings: 'Einzelne Einstellungen', settingsExplain: 'Die häufigsten Grenzen ohne Richtlinientext. Sie kommen zu einem Richtlinientext nur hinzu; die strengere gilt. Sperren stehen mit einem Wort je Zeile:',
    supported: 'Countersign 0.1 oder neuer', on: 'Ein', off: 'Aus', trust: { blocked: 'Gesperrt', untrusted: 'Nicht vertrauenswürdig', restricted: 'Eingeschränkt', trusted: 'Vertrauenswürdig' },
    labels: {
      Organisation: 'Organisation', ContactName: 'Ansprechstelle: Name', ContactMail: 'Ansprechstelle: E-Mail', ContactPhone: 'Ansprechstelle: Telefon',
      LimitPerCall: 'Objekte je Aufruf', LimitPerPlan: 'Objekte je Reihe von Aufrufen', LimitPerHour: 'Objekte je Stunde', LimitPerDay: 'Objekte je Tag',
      CallsPerMinute: 'Aufrufe je Minute', HighestTrust: 'Höchstes Vertrauen für jeden Server', HighestTrustExternal: 'Höchstes Vertrauen für externe Server',
      Locks: 'Für Personen gesperrt', Gateway: 'Zugang für andere KI-Programme', SkillSignature: 'Skills müssen signiert sein', RetainDays: 'Tage, die Einträge mindestens bleiben',
    },
  },
};

/** The words of the template; the keys are those of the schema. */
export const adml = (language, schema) => {
  const words = WORDS[language];
  const managed = managedOf(schema);
  const lines = [
    ['Settings', words.settings], ['SettingsExplain', `${words.settingsExplain} ${managed.properties.locks.items.enum.join(', ')}.`], ['Supported', words.supported], ['On', words.on], ['Off', words.off],
    ...wordsOf(schema).map((word) => [`Word_${word}`, words.trust[word]]),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <displayName>Countersign</displayName>
  <description>Countersign</description>
  <resources>
    <stringTable>
      <string id="Countersign">Countersign</string>
      <string id="Policy">${escaped(words.policy)}</string>
      <string id="PolicyExplain">${escaped(`${words.explain} ${Object.keys(managed.properties).join(', ')}.`)}</string>
${lines.map(([id, text]) => `      <string id="${id}">${escaped(text)}</string>`).join('\n')}
    </stringTable>
    <presentationTable>
      <presentation id="Policy">
        <textBox refId="Policy">
          <label>${escaped(words.label)}</label>
        </textBox>
      </presentation>
      <presentation id="Settings">
${SETTINGS.map((setting) => presentation(setting, words.labels[setting.name])).join('\n')}
      </presentation>
    </presentationTable>
  </resources>
</policyDefinitionResources>
`;
};

/** A configuration profile that puts the sample where Countersign looks on a Mac. */
export const mobileconfig = (sample) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadType</key>
      <string>org.countersign</string>
      <key>PayloadVersion</key>
      <integer>1</integer>
      <key>PayloadIdentifier</key>
      <string>org.countersign.policy</string>
      <key>PayloadUUID</key>
      <string>6F0C6B0E-6E5B-4C8E-9C37-2E0B6B6B1A01</string>
      <key>Policy</key>
      <string>${escaped(JSON.stringify(JSON.parse(sample)))}</string>
    </dict>
  </array>
  <key>PayloadDisplayName</key>
  <string>Countersign</string>
  <key>PayloadIdentifier</key>
  <string>org.countersign</string>
  <key>PayloadScope</key>
  <string>System</string>
  <key>PayloadType</key>
  <string>Configuration</string>
  <key>PayloadUUID</key>
  <string>6F0C6B0E-6E5B-4C8E-9C37-2E0B6B6B1A00</string>
  <key>PayloadVersion</key>
  <integer>1</integer>
</dict>
</plist>
`;

/** Every file by its name below `docs/policy`. */
export function policySamples() {
  const read = (name) => readFileSync(join(folder, name), 'utf8');
  const schema = JSON.parse(read('schema.json'));
  return {
    'countersign.admx': admx(schema),
    'countersign-en-US.adml': adml('en-US', schema),
    'countersign-de-DE.adml': adml('de-DE', schema),
    'countersign.mobileconfig': mobileconfig(read('sample.json')),
  };
}

if (process.argv[1] === import.meta.filename) {
  // The schemas first: the samples are made of what they say now.
  process.exitCode = await runTypescript('scripts/steps/write-schemas.mjs', [root]);
  if (process.exitCode === 0) for (const [name, text] of Object.entries(policySamples())) writeFileSync(join(folder, name), text);
}
