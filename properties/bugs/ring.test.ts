import { areKilled } from '../judged.fixture.ts'
import { ring } from '../ring.ts'
import { ringBugs } from './ring.ts'

areKilled(ringBugs, ring)
