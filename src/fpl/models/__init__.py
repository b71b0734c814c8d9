"""Process models as the configuration knows them: by name, without torch."""

from fpl.models import snow_bucket, vic
from fpl.models.declaration import Declaration

MODELS: dict[str, Declaration] = {
    model.name: model for model in (vic.DECLARATION, snow_bucket.DECLARATION)
}
