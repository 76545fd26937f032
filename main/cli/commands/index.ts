import type { Command } from '../command.ts';
import type { Installation } from '../compose.ts';
import { auditAsk } from './audit-ask.ts';
import { auditErase, auditRetain } from './audit-keep.ts';
import { auditExport, auditVerify } from './audit.ts';
import { call } from './call.ts';
import { demo } from './demo.ts';
import { pinsCompare, pinsDigest } from './pins.ts';
import { policyDiff, policyExplain, policySchema, policySeal, policySign, policyValidate } from './policy.ts';
import { policyBuild } from './policy-build.ts';
import { policyRole } from './policy-role.ts';
import { policyStatus } from './policy-status.ts';
import { bundleToSign } from '../../adapters/launch/bundle.ts';
import { systemPolicies } from '../../adapters/policy-sources/system-policies.ts';
import { requestRun, requestShow } from './request.ts';
import { serversReview } from './review.ts';
import { scan } from './scan.ts';
import { skillCheck } from './skill-check.ts';
import { skillExport, skillInstall, skillList, skillRemove } from './skill-library.ts';
import { skillReset } from './skill-reset.ts';
import { skillResume } from './skill-resume.ts';
import { skillRun } from './skill-run.ts';
import { skillTest } from './skill-test.ts';
import { undo } from './undo.ts';
import { installed, serversAdd, serversList, serversPin, serversRemove, serversTest } from './servers.ts';

/** Every command by its words. `installation` says where the built parts lie; only commands with a host ask it. */
export function commandsOf(installation: () => Installation): Readonly<Record<string, Command>> {
  return {
    'pins digest': pinsDigest,
    'pins compare': pinsCompare,
    scan,
    'policy validate': policyValidate,
    'policy explain': policyExplain,
    'policy diff': policyDiff,
    'policy seal': policySeal,
    'policy sign': policySign(bundleToSign),
    'policy schema': policySchema,
    'policy build': installed(policyBuild, installation),
    'policy role': installed(policyRole, installation),
    'policy status': policyStatus(() => systemPolicies(process.platform)),
    'audit verify': auditVerify,
    'audit export': installed(auditExport, installation),
    'audit ask': auditAsk,
    'audit erase': installed(auditErase, installation),
    'audit retain': installed(auditRetain, installation),
    'servers list': installed(serversList, installation),
    'servers add': installed(serversAdd, installation),
    'servers pin': installed(serversPin, installation),
    'servers remove': installed(serversRemove, installation),
    'servers review': installed(serversReview, installation),
    'servers test': installed(serversTest, installation),
    'request show': requestShow,
    'request run': installed(requestRun, installation),
    'skill check': skillCheck,
    'skill list': installed(skillList, installation),
    'skill install': installed(skillInstall, installation),
    'skill remove': installed(skillRemove, installation),
    'skill export': installed(skillExport, installation),
    'skill run': installed(skillRun, installation),
    'skill resume': installed(skillResume, installation),
    'skill reset': installed(skillReset, installation),
    'skill test': installed(skillTest, installation),
    call: installed(call, installation),
    undo: installed(undo, installation),
    demo: installed(demo, installation),
  };
}
