"""Which parameters the target can constrain: three views, none of which sees the test period.

``sobol``: what each parameter moves over all ranges. ``information``: how well the observed days
distinguish parameters around the priors. ``recovery``: whether learning recovers known parameters.
What is concluded from the three is in ``fpl.tables.identifiability``.
"""
