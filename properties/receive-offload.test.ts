import { holdOfTheReference } from './judged.fixture.ts'
import { receiveOffload } from './receive-offload.ts'

holdOfTheReference(receiveOffload)
