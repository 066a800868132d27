import { holdOfTheReference } from './judged.fixture.ts'
import { ring } from './ring.ts'

holdOfTheReference(ring)
