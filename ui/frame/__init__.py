"""What does every page have? Its configuration, navigation, question, strip and foot.

May import: showing, tab, access.
"""
