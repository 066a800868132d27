import { innerHash } from './inner-hash.ts'
import { holdOfTheReference } from './judged.fixture.ts'

holdOfTheReference(innerHash)
