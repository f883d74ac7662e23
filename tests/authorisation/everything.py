"""All there is to ask for."""

from tests.authorisation.forms import FORMS
from tests.authorisation.forms_of_numbers import OF_NUMBERS
from tests.authorisation.presses_of_everybody import OF_EVERYBODY
from tests.authorisation.presses_of_teams import OF_TEAMS
from tests.authorisation.presses_of_the_product import OF_THE_PRODUCT
from tests.authorisation.typed import TYPED

CASES = [*TYPED, *OF_EVERYBODY, *OF_TEAMS, *OF_THE_PRODUCT, *FORMS, *OF_NUMBERS]
