# Who signs configuration, its revisions and rollouts (written by makemigrations).

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_conflicts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='heartbeat',
            name='offered',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='heartbeat',
            name='outcome',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name='heartbeat',
            name='outcome_reason',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.CreateModel(
            name='AdminKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_id', models.CharField(max_length=64, unique=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='admin_key', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('layer', models.CharField(max_length=16)),
                ('name', models.CharField(blank=True, max_length=64)),
                ('number', models.IntegerField()),
                ('body', models.BinaryField()),
                ('comment', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('proposed', 'waits for a second signature'), ('approved', 'approved by two'), ('discarded', 'discarded')], db_index=True, default='draft', max_length=16)),
                ('author_key', models.CharField(blank=True, max_length=64)),
                ('approver_key', models.CharField(blank=True, max_length=64, null=True)),
                ('metadata', models.BinaryField(null=True)),
                ('created_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('approver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approved', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='authored', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Rollout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('only', models.JSONField(blank=True, default=dict)),
                ('canaries', models.IntegerField(default=1)),
                ('soak_seconds', models.IntegerField(default=600)),
                ('success_percent', models.IntegerField(default=90)),
                ('errors_allowed', models.IntegerField(default=0)),
                ('urgent', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('canaries', 'first few'), ('soaking', 'first few are watched'), ('everyone', 'everyone'), ('paused', 'paused'), ('done', 'done'), ('stopped', 'stopped and taken back')], db_index=True, default='canaries', max_length=16)),
                ('paused_from', models.CharField(blank=True, max_length=16)),
                ('since', models.DateTimeField()),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rollout', to='store.revision')),
            ],
        ),
        migrations.CreateModel(
            name='RolloutTerminal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('offered', 'pending'), ('applied', 'applied'), ('returned', 'returned')], default='waiting', max_length=16)),
                ('manifest', models.BigIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('rollout', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terminals', to='store.rollout')),
                ('terminal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rollouts', to='store.terminal')),
            ],
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('layer', 'name', 'number'), name='a_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('state',), name='one_revision_waits_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('approver', None), models.Q(('author', models.F('approver')), _negated=True), _connector='OR'), name='author_and_approver_are_two_people'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('approver_key', None), models.Q(('author_key', models.F('approver_key')), _negated=True), _connector='OR'), name='author_and_approver_have_two_keys'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_at__isnull', False), _connector='OR'), name='what_is_approved_was_approved_once'),
        ),
        migrations.AddConstraint(
            model_name='rolloutterminal',
            constraint=models.UniqueConstraint(fields=('rollout', 'terminal'), name='a_terminal_once_in_a_rollout'),
        ),
    ]
