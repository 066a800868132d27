import { hostile } from '../hostile.ts'
import { areKilled } from '../judged.fixture.ts'
import { hostileBugs } from './hostile.ts'

areKilled(hostileBugs, hostile)
