import { hashReport } from '../hash-report.ts'
import { areKilled } from '../judged.fixture.ts'
import { ring } from '../ring.ts'
import { steering } from '../steering.ts'
import { supportBugs } from './support.ts'

areKilled(supportBugs, [...ring, ...steering, ...hashReport])
