import { areKilled } from '../judged.fixture.ts'
import { steering } from '../steering.ts'
import { steeringBugs } from './steering.ts'

areKilled(steeringBugs, steering)
