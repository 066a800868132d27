import { innerHash } from '../inner-hash.ts'
import { areKilled } from '../judged.fixture.ts'
import { innerHashBugs } from './inner-hash.ts'

areKilled(innerHashBugs, innerHash)
