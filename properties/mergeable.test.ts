import { holdOfTheReference } from './judged.fixture.ts'
import { mergeable } from './mergeable.ts'

holdOfTheReference(mergeable)
