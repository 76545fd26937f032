// Writes what Windows and macOS take a policy in, out of the one schema and the one sample: `node scripts/policy-samples.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps/command.mjs';

const folder = join(root, 'docs', 'policy');
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The administrative template: one text, in the machine's part of the registry, where no user may write. */
export const admx = () => `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="countersign" namespace="Countersign.Policies"/>
  </policyNamespaces>
  <resources minRequiredRevision="1.0"/>
  <categories>
    <category name="Countersign" displayName="$(string.Countersign)"/>
  </categories>
  <policies>
    <policy name="Policy" class="Machine" displayName="$(string.Policy)" explainText="$(string.PolicyExplain)" key="SOFTWARE\\Policies\\Countersign" presentation="$(presentation.Policy)">
      <parentCategory ref="Countersign"/>
      <elements>
        <text id="Policy" valueName="Policy" required="true" maxLength="1000000"/>
      </elements>
    </policy>
  </policies>
</policyDefinitions>
`;

const WORDS = {
  'en-US': { policy: 'Policy', label: 'Policy (JSON, sealed, on one line)', explain: 'What Countersign lets run on this machine. Keys:' },
  'de-DE': { policy: 'Richtlinie', label: 'Richtlinie (JSON, mit Siegel, in einer Zeile)', explain: 'Was Countersign auf diesem Rechner laufen lässt. Schlüssel:' },
};

/** The words of the template; the keys are those of the schema. */
export const adml = (language, schema) => {
  const words = WORDS[language];
  const managed = schema.oneOf.find((one) => one.properties.scope.const === 'managed');
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <displayName>Countersign</displayName>
  <description>Countersign</description>
  <resources>
    <stringTable>
      <string id="Countersign">Countersign</string>
      <string id="Policy">${escaped(words.policy)}</string>
      <string id="PolicyExplain">${escaped(`${words.explain} ${Object.keys(managed.properties).join(', ')}.`)}</string>
    </stringTable>
    <presentationTable>
      <presentation id="Policy">
        <textBox refId="Policy">
          <label>${escaped(words.label)}</label>
        </textBox>
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
    'countersign.admx': admx(),
    'countersign-en-US.adml': adml('en-US', schema),
    'countersign-de-DE.adml': adml('de-DE', schema),
    'countersign.mobileconfig': mobileconfig(read('sample.json')),
  };
}

if (process.argv[1] === import.meta.filename) for (const [name, text] of Object.entries(policySamples())) writeFileSync(join(folder, name), text);
