"""People who work at the desk: how they come, sign in from where, and get a new password.

Everybody comes in through `django.contrib.auth.login`, in two places: the sign-in page of the admin
site, and `joining.join` once somebody has accepted an invitation.
"""
