"""Which parameters the target can constrain: three views, none of which sees the test year.

``sobol``: what each parameter moves over all ranges. ``information``: how well the observed
days tell parameters apart around the priors. ``recovery``: whether learning finds them where
they are known. What is concluded from the three is in ``fpl.tables.identifiability``.
"""
