import { areKilled } from '../judged.fixture.ts'
import { mergeable } from '../mergeable.ts'
import { mergeableBugs } from './mergeable.ts'

areKilled(mergeableBugs, mergeable)
