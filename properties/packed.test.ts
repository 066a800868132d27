import { holdOfTheReference } from './judged.fixture.ts'
import { packed } from './packed.ts'

holdOfTheReference(packed)
