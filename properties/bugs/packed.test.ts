import { areKilled } from '../judged.fixture.ts'
import { packed } from '../packed.ts'
import { packedBugs } from './packed.ts'

areKilled(packedBugs, packed)
